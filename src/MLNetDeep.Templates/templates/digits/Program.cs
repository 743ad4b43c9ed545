using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep;
using MLNetDeep.Data;
using MLNetDeep.Neural;
#if (report)
using MLNetDeep.Reports;
#endif
using MLNetDeep.Trainers;
using MLNetDeepDigits;
using static Microsoft.ML.Transforms.ValueToKeyMappingEstimator;

// The folder with the four files of MNIST: the sample in the project's folder data, unless the command line names another.
string folder = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "data");
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine($"There is no folder '{folder}'. README.md says where to get all of MNIST.");
    return 1;
}

MLContext ml = new(seed: 1);
IDataView train = ml.Data.LoadMnist(folder, MnistSplit.Train);
IDataView test = ml.Data.LoadMnist(folder, MnistSplit.Test);

// Blocks of a convolution and a maximum pooling find strokes and their combinations; a hidden layer tells the digits from them.
ConvolutionalNetworkOptions options = new()
{
    FeatureColumnName = "Image",
    Filters = [16, 32],
    DenseUnits = [64],
    Epochs = 8,
    Seed = 1,
    Callbacks = [new LambdaCallback((_, epoch) => Console.WriteLine($"epoch {epoch.Epoch}: loss {epoch.Training.Loss:F3}"))],
};
ITransformer model = ml.Transforms.Conversion.MapValueToKey("Label", keyOrdinality: KeyOrdinality.ByValue)
    .Append(ml.MulticlassClassification.Trainers.ConvolutionalNetwork(options))
    .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
    .Fit(train);

// Pictures that the network has not seen show how good it is.
IDataView scored = model.Transform(test);
MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(scored);
Console.WriteLine($"{metrics.MicroAccuracy:P1} of the test digits are recognized.");
#if (report)
ReportOptions reportOptions = new() { Title = "Digits", ImageColumn = "Image", Trainer = options };
EvaluationReport.Create(metrics, scored, model, reportOptions).SaveHtml("report.html");
Console.WriteLine("report.html shows which digits are confused.");
#endif

// The zip has the whole pipeline. A program that loads it needs the package MLNetDeep, and no code of the training.
ml.Model.SaveSafely(model, train.Schema, "digits.zip");
ITransformer loaded = ml.Model.Load("digits.zip", out _);
using PredictionEngine<Digit, Prediction> engine = ml.Model.CreatePredictionEngine<Digit, Prediction>(loaded);
Digit first = ml.Data.CreateEnumerable<Digit>(test, reuseRowObject: false).First();
Prediction prediction = engine.Predict(first);
Console.WriteLine($"The first test digit is a {first.Label}.");
Console.WriteLine($"The model predicts {prediction.PredictedLabel} with probability {prediction.Score.Max():F2}.");
return 0;
