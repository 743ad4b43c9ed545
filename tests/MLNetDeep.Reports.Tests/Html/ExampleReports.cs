using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Trainers;

namespace MLNetDeep.Reports.Tests.Html;

/// <summary>Trains small models and makes reports about them.</summary>
internal static class ExampleReports
{
    /// <summary>The number of rows that the models are trained on, and that they are tested on.</summary>
    public const int TrainingRows = 180, TestRows = 90;

    /// <summary>A model that tells three classes apart.</summary>
    public static (MulticlassClassificationMetrics Metrics, EvaluationReport Report) Multiclass(ReportOptions? options = null, params string[] classes)
    {
        MLContext ml = new(seed: 1);
        (IDataView training, IDataView test) = Views(ml, classes.Length == 0 ? ["low", "right", "left"] : classes);
        MultilayerPerceptronOptions trainer = new() { HiddenUnits = [8], Epochs = 20, Threads = 1 };
        ITransformer model = ml.Transforms.Conversion.MapValueToKey("Label", nameof(Example.Class))
            .Append(ml.MulticlassClassification.Trainers.MultilayerPerceptron(trainer))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(training);
        IDataView scored = model.Transform(test);
        MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(scored, topKPredictionCount: 2);
        return (metrics, EvaluationReport.Create(metrics, scored, model, (options ?? new()) with { Trainer = trainer, TrainingData = training }));
    }

    /// <summary>A model that tells large rows from small ones.</summary>
    public static (CalibratedBinaryClassificationMetrics Metrics, EvaluationReport Report) Binary(ReportOptions? options = null)
    {
        MLContext ml = new(seed: 1);
        (IDataView training, IDataView test) = Views(ml, "a", "b", "c");
        NetworkTransformer model = ml.BinaryClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = nameof(Example.IsLarge), HiddenUnits = [8], Epochs = 20, Threads = 1,
        }).Fit(training);
        IDataView scored = model.Transform(test);
        CalibratedBinaryClassificationMetrics metrics = ml.BinaryClassification.Evaluate(scored, nameof(Example.IsLarge));
        return (metrics, EvaluationReport.Create(metrics, scored, model, (options ?? new()) with { LabelColumn = nameof(Example.IsLarge) }));
    }

    /// <summary>A model that computes a number.</summary>
    public static (RegressionMetrics Metrics, EvaluationReport Report) Regression(ReportOptions? options = null)
    {
        MLContext ml = new(seed: 1);
        (IDataView training, IDataView test) = Views(ml, "a", "b", "c");
        NetworkTransformer model = ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            LabelColumnName = nameof(Example.Difference), HiddenUnits = [8], Epochs = 20, Threads = 1,
        }).Fit(training);
        IDataView scored = model.Transform(test);
        RegressionMetrics metrics = ml.Regression.Evaluate(scored, nameof(Example.Difference));
        return (metrics, EvaluationReport.Create(metrics, scored, model, (options ?? new()) with { LabelColumn = nameof(Example.Difference) }));
    }

    /// <summary>Reads an HTML page as a browser does.</summary>
    public static IHtmlDocument Parse(EvaluationReport report) => new HtmlParser().ParseDocument(report.ToHtml());

    private static (IDataView Training, IDataView Test) Views(MLContext ml, params string[] classes)
    {
        IReadOnlyList<Example> rows = Example.Rows(TrainingRows + TestRows, classes);
        return (ml.Data.LoadFromEnumerable(rows.Take(TrainingRows)), ml.Data.LoadFromEnumerable(rows.Skip(TrainingRows)));
    }
}
