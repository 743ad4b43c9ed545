using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MLNetDeep.Data;
using MLNetDeep.Reports;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Browser.Tests.Reports;

/// <summary>A report about a small network that is trained on some digits for an epoch and tested on all test digits, in a file.</summary>
public sealed class DigitsReport : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlnetdeep-report-").FullName;

    public DigitsReport()
    {
        MLContext ml = new(seed: 1);
        string data = FindData();
        IDataView training = ml.Data.TakeRows(ml.Data.LoadMnist(data, MnistSplit.Train), 4000);
        MultilayerPerceptronOptions trainer = new() { HiddenUnits = [16], Epochs = 2, Threads = 1, ValidationSplit = 0.25 };
        ITransformer model = ml.Transforms.Conversion.MapValueToKey("Label",
            keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(ml.Transforms.FlattenImage("Features", "Image", scale: 1 / 255f))
            .Append(ml.MulticlassClassification.Trainers.MultilayerPerceptron(trainer))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(training);
        IDataView scored = model.Transform(ml.Data.LoadMnist(data, MnistSplit.Test));
        Metrics = ml.MulticlassClassification.Evaluate(scored);
        Report = EvaluationReport.Create(
            Metrics, scored, model,
            new ReportOptions { Title = "Digits", TrainingData = training, Trainer = trainer, BootstrapSamples = 100 });
        FilePath = Path.Combine(_folder, "digits.html");
        Report.SaveHtml(FilePath);
    }

    /// <summary>The metrics that the report shows.</summary>
    public MulticlassClassificationMetrics Metrics { get; }

    /// <summary>The report.</summary>
    public EvaluationReport Report { get; }

    /// <summary>The path of the HTML file.</summary>
    public string FilePath { get; }

    /// <summary>The address of the file.</summary>
    public string Url => new Uri(FilePath).AbsoluteUri;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string FindData()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "data", "mnist")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("data/mnist was not found above the tests."), "data",
            "mnist");
    }
}
