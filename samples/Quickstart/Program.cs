using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;
using MLNetDeep.Data;
using MLNetDeep.Reports;
using MLNetDeep.Samples;
using MLNetDeep.Trainers;
using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;

const string ModelFile = "digits.zip";

return new PlainCommand("quickstart", "Trains a network on the MNIST digits, evaluates it, saves it, loads it and predicts a digit.", pages =>
{
    OutputFile.EnsureWritable(ModelFile);
    MLContext ml = new(seed: 1);
    string folder = DataFolder.Find("mnist", explicitPath: null, "the MNIST files");
    IDataView train = ml.Data.LoadMnist(folder, MnistSplit.Train);
    IDataView test = ml.Data.LoadMnist(folder, MnistSplit.Test);

    // Train a network with one hidden layer of 128 units for 5 epochs on the pixels.
    MultilayerPerceptronOptions options = new() { FeatureColumnName = "Image", HiddenUnits = [128], Epochs = 5, Callbacks = pages.Callbacks };
    ITransformer model = ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: KeyOrdinality.ByValue)
        .Append(ml.MulticlassClassification.Trainers.MultilayerPerceptron(options))
        .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
        .Fit(train);

    IDataView scored = model.Transform(test);
    MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(scored);
    Console.WriteLine($"Micro accuracy {metrics.MicroAccuracy:F4} on 10,000 test digits.");
    pages.WriteReport(_ => EvaluationReport.Create(metrics, scored, model, new() { ImageColumn = "Image", Trainer = options }));

    ml.Model.SaveSafely(model, train.Schema, ModelFile);
    ITransformer loaded = ml.Model.Load(ModelFile, out _);

    using PredictionEngine<Digit, Prediction> engine = ml.Model.CreatePredictionEngine<Digit, Prediction>(loaded);
    Digit first = ml.Data.CreateEnumerable<Digit>(test, reuseRowObject: false).First();
    Console.WriteLine($"The first test digit is a {first.Label}; the loaded model predicts {engine.Predict(first).PredictedLabel}.");
}).Run(args);

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
