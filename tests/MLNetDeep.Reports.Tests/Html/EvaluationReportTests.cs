using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Reports.Tests.Html;

/// <summary>The metrics and intervals of reports, and what reports refuse.</summary>
public class EvaluationReportTests
{
    [Fact]
    public void The_metrics_of_a_multiclass_report_are_those_of_the_metrics_object()
    {
        MulticlassClassificationMetrics metrics = ExampleReports.Multiclass.Metrics;
        CheckMetrics(
            "multiclass",
            ("Accuracy", nameof(metrics.MicroAccuracy), metrics.MicroAccuracy),
            ("Macro accuracy", nameof(metrics.MacroAccuracy), metrics.MacroAccuracy),
            ("Log-loss", nameof(metrics.LogLoss), metrics.LogLoss),
            ("Log-loss reduction", nameof(metrics.LogLossReduction), metrics.LogLossReduction),
            ("Top-2 accuracy", nameof(metrics.TopKAccuracy), metrics.TopKAccuracy));
        Assert.Contains(
            ExampleReports.Of("multiclass").Report.Intervals,
            interval => interval.Name == nameof(metrics.MicroAccuracy) && interval.Low < metrics.MicroAccuracy);
    }

    [Fact]
    public void The_metrics_of_a_binary_report_are_those_of_the_metrics_object()
    {
        CalibratedBinaryClassificationMetrics metrics = ExampleReports.Words.Metrics;
        CheckMetrics(
            "words",
            ("Accuracy", nameof(metrics.Accuracy), metrics.Accuracy),
            ("Area under the ROC curve", nameof(metrics.AreaUnderRocCurve), metrics.AreaUnderRocCurve),
            ("Area under the precision-recall curve", nameof(metrics.AreaUnderPrecisionRecallCurve), metrics.AreaUnderPrecisionRecallCurve),
            ("F1 score", nameof(metrics.F1Score), metrics.F1Score),
            ("Precision", nameof(metrics.PositivePrecision), metrics.PositivePrecision),
            ("Recall", nameof(metrics.PositiveRecall), metrics.PositiveRecall),
            ("Negative precision", nameof(metrics.NegativePrecision), metrics.NegativePrecision),
            ("Negative recall", nameof(metrics.NegativeRecall), metrics.NegativeRecall),
            ("Log-loss", nameof(metrics.LogLoss), metrics.LogLoss),
            ("Log-loss reduction", nameof(metrics.LogLossReduction), metrics.LogLossReduction));
    }

    [Fact]
    public void The_metrics_of_a_regression_report_are_those_of_the_metrics_object()
    {
        RegressionMetrics metrics = ExampleReports.Regression.Metrics;
        CheckMetrics(
            "regression",
            ("R²", nameof(metrics.RSquared), metrics.RSquared),
            ("Root mean squared error", nameof(metrics.RootMeanSquaredError), metrics.RootMeanSquaredError),
            ("Mean absolute error", nameof(metrics.MeanAbsoluteError), metrics.MeanAbsoluteError),
            ("Mean squared error", nameof(metrics.MeanSquaredError), metrics.MeanSquaredError));
        Assert.Equal(4, ExampleReports.Of("regression").Report.Intervals.Count);
    }

    // ML.NET's log-loss of two classes is in bits: the report says so.
    [Fact]
    public void The_log_loss_of_two_classes_is_in_bits()
    {
        (_, IDataView scored, CalibratedBinaryClassificationMetrics metrics) = ExampleReports.Words;
        bool[] labels = [.. scored.GetColumn<bool>(nameof(ReportRow.IsLarge))];
        double bits = scored.GetColumn<float>("Probability").Zip(labels, (p, isTrue) => -Math.Log2(isTrue ? p : 1 - p)).Average();
        Assert.Equal(bits, metrics.LogLoss, 1e-5);
    }

    [Fact]
    public void Without_bootstrap_samples_there_are_no_intervals()
    {
        (ITransformer model, IDataView scored, RegressionMetrics metrics) = ExampleReports.Regression;
        EvaluationReport report = EvaluationReport.Create(metrics, scored, model,
            ExampleReports.RegressionOptions with { BootstrapSamples = 0 });
        Assert.Empty(report.Intervals);
        Assert.DoesNotContain("95%", ExampleReports.Parse(report).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_is_saved_as_it_is()
    {
        (EvaluationReport report, string html, _) = ExampleReports.Of("regression");
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.html");
        try
        {
            report.SaveHtml(path);
            Assert.Equal(html, File.ReadAllText(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Missing_arguments_and_columns_throw()
    {
        (ITransformer model, IDataView scored, RegressionMetrics metrics) = ExampleReports.Regression;
        Assert.Equal("metrics",
            Assert.Throws<ArgumentNullException>(() => EvaluationReport.Create((RegressionMetrics)null!, scored, model)).ParamName);
        Assert.Equal("scored", Assert.Throws<ArgumentNullException>(() => EvaluationReport.Create(metrics, null!, model)).ParamName);
        Assert.Equal("model", Assert.Throws<ArgumentNullException>(() => EvaluationReport.Create(metrics, scored, null!)).ParamName);
        CheckMissing("Nowhere", new ReportOptions { LabelColumn = "Nowhere" });
        CheckMissing("Scores", ExampleReports.RegressionOptions with { ScoreColumn = "Scores" });
        CheckMissing("Picture", ExampleReports.RegressionOptions with { ImageColumn = "Picture" });
        CheckMissing("Remark", ExampleReports.RegressionOptions with { TextColumn = "Remark" });

        void CheckMissing(string column, ReportOptions options) => Assert.Contains(
            $"'{column}'", Assert.Throws<ArgumentOutOfRangeException>(() =>
                EvaluationReport.Create(metrics, scored, model, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_options_throw()
    {
        Assert.Throws<ArgumentException>(() => new ReportOptions { Title = "" });
        Assert.Throws<ArgumentException>(() => new ReportOptions { LabelColumn = "" });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReportOptions { BootstrapSamples = 99 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReportOptions { BootstrapSamples = -1 });
        Assert.Throws<ArgumentNullException>(() => new ReportOptions { ExtraPictures = default });
        Assert.Throws<ArgumentNullException>(() => new ReportOptions { ExtraPictures = [null!] });
    }

    private static void CheckMetrics(string task, params (string Label, string Name, double Value)[] expected)
    {
        (EvaluationReport report, _, IHtmlDocument page) = ExampleReports.Of(task);
        IElement[] rows = [.. page.QuerySelectorAll("#results table:first-of-type tbody tr")];
        Assert.Equal(expected.Select(metric => metric.Label), rows.Select(row => row.QuerySelector("th")!.TextContent));
        Assert.All(expected.Zip(rows), pair =>
        {
            IElement[] shown = [.. pair.Second.QuerySelectorAll("data")];
            MetricInterval? interval = report.Intervals.FirstOrDefault(interval =>
                interval.Name == pair.First.Name && !double.IsNaN(interval.Low));
            double[] numbers = interval is null ? [pair.First.Value] : [pair.First.Value, interval.Low, interval.High];
            Assert.Equal(numbers, shown.Select(element => Parse(element.GetAttribute("value")!)));
            Assert.All(numbers.Zip(shown), number => Assert.Equal(number.First, Parse(number.Second.TextContent), 0.0000501));
        });
    }

    private static double Parse(string number) => double.Parse(number, CultureInfo.InvariantCulture);
}
