using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;
using MLNetDeep.Data;
using MLNetDeep.Samples;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;
using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;

const string ModelFile = "digits.zip";

return PlainProgram.Run(args, Console.Error, () =>
{
    OutputFile.EnsureWritable(ModelFile);
    MLContext ml = new(seed: 1);
    string folder = DataFolder.Find("mnist", explicitPath: null, "the MNIST files");
    IDataView train = ml.Data.LoadMnist(folder, MnistSplit.Train);
    IDataView test = ml.Data.LoadMnist(folder, MnistSplit.Test);

    // Train a network with one hidden layer of 128 units for 5 epochs.
    ITransformer model = ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: KeyOrdinality.ByValue)
        .Append(ml.Transforms.FlattenImage("Features", "Image", scale: 1 / 255f))
        .Append(ml.MulticlassClassification.Trainers.MultilayerPerceptron(hiddenUnits: [128], epochs: 5))
        .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
        .Fit(train);

    MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(model.Transform(test));
    Console.WriteLine($"Micro accuracy {metrics.MicroAccuracy:F4} on 10,000 test digits.");

    ml.Model.SaveSafely(model, train.Schema, ModelFile);
    ITransformer loaded = ml.Model.Load(ModelFile, out _);

    using PredictionEngine<Digit, Prediction> engine = ml.Model.CreatePredictionEngine<Digit, Prediction>(loaded);
    Digit first = ml.Data.CreateEnumerable<Digit>(test, reuseRowObject: false).First();
    Console.WriteLine($"The first test digit is a {first.Label}; the loaded model predicts {engine.Predict(first).PredictedLabel}.");
});

internal sealed class Digit
{
    [VectorType(28, 28)]
    public byte[] Image { get; set; } = [];

    public byte Label { get; set; }
}

internal sealed class Prediction
{
    public byte PredictedLabel { get; set; }
}
