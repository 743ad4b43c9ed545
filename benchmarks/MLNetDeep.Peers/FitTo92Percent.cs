using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLNetDeep.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Peers;

/// <summary>
/// The workload fit-to-92, measured from the start to the exit of the process: loads the digits, trains softmax regression to a test
/// accuracy of 92% and saves the ML.NET model.
/// </summary>
internal static class FitTo92Percent
{
    private const double RequiredAccuracy = 0.92;

    // The smallest number of mini-batches with which the model reaches the accuracy. The digits are streamed, so those that these
    // mini-batches do not need are never read.
    private const int Iterations = 700;

    /// <summary>Trains and saves the model. Returns the exit code: 0 if the model reaches the required accuracy, otherwise 1.</summary>
    public static int Run(string modelFile)
    {
        MLContext ml = new(1);
        IDataView train = ml.Data.LoadMnist(Digits.Folder, MnistSplit.Train);
        IDataView test = ml.Data.LoadMnist(Digits.Folder, MnistSplit.Test);
        ITransformer model = ml.Transforms.Conversion
            .MapValueToKey("Label", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(ml.Transforms.FlattenImage("Features", "Image", scale: 1 / 255f))
            .Append(ml.MulticlassClassification.Trainers.SoftmaxRegression(new SoftmaxRegressionOptions
            {
                Optimizer = new Adam(new CosineDecay(0.01, Iterations)), BatchSize = 50, Iterations = Iterations, StreamingPoolSize = 8192,
                StandardizeFeatures = false,
            }))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(train);
        MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(model.Transform(test));
        ml.Model.Save(model, train.Schema, modelFile);
        Console.WriteLine($"The accuracy is {metrics.MicroAccuracy}.");
        return metrics.MicroAccuracy >= RequiredAccuracy ? 0 : 1;
    }
}
