using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLNetDeep;
using MLNetDeep.Neural;
#if (report)
using MLNetDeep.Reports;
#endif
using MLNetDeep.Trainers;
using MLNetDeepPipeline;

// Empty fields become NaN ("missing"), which ReplaceMissingValues fills. Without MissingRealsAsNaNs they would be read as 0.
MLContext ml = new(seed: 1);
TextLoader loader = ml.Data.CreateTextLoader<House>(new TextLoader.Options
{
    HasHeader = true,
    Separators = [','],
    AllowQuoting = true,
    MissingRealsAsNaNs = true,
});
IDataView houses = loader.Load(Path.Combine(AppContext.BaseDirectory, "data", "houses.csv"));
DataOperationsCatalog.TrainTestData parts = ml.Data.TrainTestSplit(houses, testFraction: 0.2, seed: 1);

// The layers of the network. The last one gives the price.
LayerSpec[] layers = [new Dense(32, Activation.Relu), new Dense(32, Activation.Relu), new Dense(1)];
NeuralNetworkOptions options = new()
{
    LabelColumnName = "Price",
    Optimizer = new Adam(learningRate: 0.005),
    Epochs = 100,
    ValidationSplit = 0.1,
    EarlyStopping = new EarlyStopping { Patience = 20, RestoreBestWeights = true },
    Seed = 1,
};
InputOutputColumnPair[] numbers = [new("Area"), new("Year")];
ITransformer model = ml.Transforms.ReplaceMissingValues(numbers, MissingValueReplacingEstimator.ReplacementMode.Mean)
    .Append(ml.Transforms.Categorical.OneHotEncoding("Town"))
    .Append(ml.Transforms.Concatenate("Features", "Area", "Year", "Town"))
    .Append(ml.Regression.Trainers.NeuralNetwork(layers, options))
    .Fit(parts.TrainSet);

IDataView scored = model.Transform(parts.TestSet);
RegressionMetrics metrics = ml.Regression.Evaluate(scored, labelColumnName: "Price");
Console.WriteLine($"R squared on the test rows: {metrics.RSquared:F2}");
#if (report)
ReportOptions reportOptions = new() { Title = "House prices", LabelColumn = "Price", Trainer = options };
EvaluationReport.Create(metrics, scored, model, reportOptions).SaveHtml("report.html");
Console.WriteLine("report.html shows predicted and true prices.");
#endif

// The zip has the whole pipeline. A program that loads it needs the package MLNetDeep, and no code of the training.
ml.Model.SaveSafely(model, houses.Schema, "model.zip");
ITransformer loaded = ml.Model.Load("model.zip", out _);
using PredictionEngine<House, PricePrediction> engine = ml.Model.CreatePredictionEngine<House, PricePrediction>(loaded);
PricePrediction prediction = engine.Predict(new House { Area = 100, Year = 2000, Town = "Paris" });
Console.WriteLine($"100 square metres in Paris, built in 2000: {prediction.Score:F0}");
