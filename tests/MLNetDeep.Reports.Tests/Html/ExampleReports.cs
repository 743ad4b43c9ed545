using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Reports.Tests.Html;

/// <summary>Trains small models, whose reports tests read.</summary>
internal static class ExampleReports
{
    /// <summary>The number of rows that the models are trained on, and that they are tested on.</summary>
    public const int TrainingRows = 1180, TestRows = 1090;

    /// <summary>The options of the trainer of <see cref="Multiclass"/>.</summary>
    public static readonly MultilayerPerceptronOptions Trainer = new()
    {
        HiddenUnits = [8], Epochs = 4, Threads = 1, Seed = 3, Optimizer = new Adam(0.01), ValidationSplit = 0.2,
        EarlyStopping = new EarlyStopping { Monitor = TrainingMetric.Loss, Patience = 10, RestoreBestWeights = true },
    };

    private static readonly Lazy<(ITransformer, IDataView, MulticlassClassificationMetrics)> s_multiclass =
        new(() => TrainMulticlass("low", "right", "left"));
    private static readonly Lazy<(ITransformer, IDataView, CalibratedBinaryClassificationMetrics)> s_words = new(TrainWords);
    private static readonly Lazy<(ITransformer, IDataView, RegressionMetrics)> s_regression = new(TrainRegression);

    private static readonly Dictionary<string, Lazy<(EvaluationReport Report, string Html, IHtmlDocument Page)>> s_reports = new()
    {
        ["multiclass"] = Standard(() =>
            EvaluationReport.Create(Multiclass.Metrics, Multiclass.Scored, Multiclass.Model, MulticlassOptions)),
        ["words"] = Standard(() => EvaluationReport.Create(Words.Metrics, Words.Scored, Words.Model, WordsOptions)),
        ["regression"] = Standard(() =>
            EvaluationReport.Create(Regression.Metrics, Regression.Scored, Regression.Model, RegressionOptions)),
    };

    /// <summary>A model that tells three classes apart, its predictions and their metrics.</summary>
    public static (ITransformer Model, IDataView Scored, MulticlassClassificationMetrics Metrics) Multiclass => s_multiclass.Value;

    /// <summary>A model that tells texts about large rows from others by their words.</summary>
    public static (ITransformer Model, IDataView Scored, CalibratedBinaryClassificationMetrics Metrics) Words => s_words.Value;

    /// <summary>A model that computes a number.</summary>
    public static (ITransformer Model, IDataView Scored, RegressionMetrics Metrics) Regression => s_regression.Value;

    /// <summary>The options of reports about <see cref="Multiclass"/>. The rows have an image that the model does not use.</summary>
    public static ReportOptions MulticlassOptions =>
        new() { TrainingData = Views(new MLContext(), "a", "b", "c").Training, Trainer = Trainer, Seed = 1, BootstrapSamples = 100 };

    /// <summary>The options of reports about <see cref="Words"/>.</summary>
    public static ReportOptions WordsOptions =>
        new() { LabelColumn = nameof(ReportRow.IsLarge), TextColumn = nameof(ReportRow.Text), BootstrapSamples = 100 };

    /// <summary>The options of reports about <see cref="Regression"/>.</summary>
    public static ReportOptions RegressionOptions => new()
    {
        LabelColumn = nameof(ReportRow.Difference), BootstrapSamples = 100,
        ExtraPictures = [Pictures.Weights("Further", [new float[2, 2]], name: "further")],
    };

    /// <summary>Returns the report with the options of a task, its HTML, and the page as a browser reads it. Tests share them.</summary>
    /// <param name="task">"multiclass", "words" or "regression".</param>
    public static (EvaluationReport Report, string Html, IHtmlDocument Page) Of(string task) => s_reports[task].Value;

    /// <summary>Trains a model that tells three classes apart.</summary>
    public static (ITransformer Model, IDataView Scored, MulticlassClassificationMetrics Metrics) TrainMulticlass(params string[] classes)
    {
        MLContext ml = new(seed: 1);
        (IDataView training, IDataView test) = Views(ml, classes);
        ITransformer model = ml.Transforms.Conversion.MapValueToKey("Label", nameof(ReportRow.Class))
            .Append(ml.MulticlassClassification.Trainers.MultilayerPerceptron(Trainer))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(training);
        IDataView scored = model.Transform(test);
        return (model, scored, ml.MulticlassClassification.Evaluate(scored, topKPredictionCount: 2));
    }

    /// <summary>The rows that the models are trained on and tested on.</summary>
    public static (IDataView Training, IDataView Test) Views(MLContext ml, params string[] classes)
    {
        IReadOnlyList<ReportRow> rows = ReportRow.Rows(TrainingRows + TestRows, classes);
        return (ml.Data.LoadFromEnumerable(rows.Take(TrainingRows)), ml.Data.LoadFromEnumerable(rows.Skip(TrainingRows)));
    }

    /// <summary>Reads an HTML page as a browser does.</summary>
    public static IHtmlDocument Parse(EvaluationReport report) => new HtmlParser().ParseDocument(report.ToHtml());

    private static Lazy<(EvaluationReport Report, string Html, IHtmlDocument Page)> Standard(Func<EvaluationReport> create) => new(() =>
    {
        EvaluationReport report = create();
        string html = report.ToHtml();
        return (report, html, new HtmlParser().ParseDocument(html));
    });

    private static (ITransformer Model, IDataView Scored, CalibratedBinaryClassificationMetrics Metrics) TrainWords()
    {
        MLContext ml = new(seed: 1);
        (IDataView training, IDataView test) = Views(ml, "a", "b", "c");
        LogisticRegressionOptions options = new() { LabelColumnName = nameof(ReportRow.IsLarge), Epochs = 2, Threads = 1 };
        ITransformer model = ml.Transforms.Text.BagOfWords("Features", nameof(ReportRow.Text), maxWords: 20)
            .Append(ml.BinaryClassification.Trainers.LogisticRegression(options)).Fit(training);
        IDataView scored = model.Transform(test);
        return (model, scored, ml.BinaryClassification.Evaluate(scored, nameof(ReportRow.IsLarge)));
    }

    private static (ITransformer Model, IDataView Scored, RegressionMetrics Metrics) TrainRegression()
    {
        MLContext ml = new(seed: 1);
        (IDataView training, IDataView test) = Views(ml, "a", "b", "c");
        NetworkTransformer model = ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = nameof(ReportRow.Difference), HiddenUnits = [8], Epochs = 2, Threads = 1,
        }).Fit(training);
        IDataView scored = model.Transform(ml.Data.TakeRows(test, 300));
        return (model, scored, ml.Regression.Evaluate(scored, nameof(ReportRow.Difference)));
    }
}
