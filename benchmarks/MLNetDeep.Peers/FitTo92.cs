using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLNetDeep.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Peers;

/// <summary>A complete program: loads the digits, trains a softmax regression, evaluates it and saves it as an ML.NET model.</summary>
internal static class FitTo92
{
    private const double RequiredAccuracy = 0.92;

    // The fewest that reach the accuracy. The data are streamed, so later digits are never read.
    private const int Iterations = 700;

    /// <summary>Runs the program; returns 0 if the model reaches the required accuracy.</summary>
    public static int Run(string file)
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
            }))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(train);
        MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(model.Transform(test));
        ml.Model.Save(model, train.Schema, file);
        Console.WriteLine($"The accuracy is {metrics.MicroAccuracy}.");
        return metrics.MicroAccuracy >= RequiredAccuracy ? 0 : 1;
    }
}
