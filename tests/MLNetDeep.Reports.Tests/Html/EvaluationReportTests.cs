using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.ML.Data;

namespace MLNetDeep.Reports.Tests.Html;

public class EvaluationReportTests
{
    [Fact]
    public void The_metrics_of_a_multiclass_report_are_those_of_the_metrics_object()
    {
        (MulticlassClassificationMetrics metrics, EvaluationReport report) = ExampleReports.Multiclass();
        CheckMetrics(
            report,
            ("Accuracy", metrics.MicroAccuracy),
            ("Macro accuracy", metrics.MacroAccuracy),
            ("Log-loss", metrics.LogLoss),
            ("Log-loss reduction", metrics.LogLossReduction),
            ("Top-2 accuracy", metrics.TopKAccuracy));
    }

    [Fact]
    public void The_metrics_of_a_binary_report_are_those_of_the_metrics_object()
    {
        (CalibratedBinaryClassificationMetrics metrics, EvaluationReport report) = ExampleReports.Binary();
        CheckMetrics(
            report,
            ("Accuracy", metrics.Accuracy),
            ("Area under the ROC curve", metrics.AreaUnderRocCurve),
            ("Area under the precision-recall curve", metrics.AreaUnderPrecisionRecallCurve),
            ("F1 score", metrics.F1Score),
            ("Precision", metrics.PositivePrecision),
            ("Recall", metrics.PositiveRecall),
            ("Negative precision", metrics.NegativePrecision),
            ("Negative recall", metrics.NegativeRecall),
            ("Log-loss", metrics.LogLoss),
            ("Log-loss reduction", metrics.LogLossReduction));
    }

    [Fact]
    public void The_metrics_of_a_regression_report_are_those_of_the_metrics_object()
    {
        (RegressionMetrics metrics, EvaluationReport report) = ExampleReports.Regression();
        CheckMetrics(
            report,
            ("R²", metrics.RSquared),
            ("Root mean squared error", metrics.RootMeanSquaredError),
            ("Mean absolute error", metrics.MeanAbsoluteError),
            ("Mean squared error", metrics.MeanSquaredError));
    }

    [Fact]
    public void Titles_are_encoded()
    {
        const string Title = "</title><script>alert(1)</script> & more";
        (_, EvaluationReport report) = ExampleReports.Regression(new ReportOptions { Title = Title });
        IHtmlDocument page = ExampleReports.Parse(report);
        Assert.Equal((Title, Title, Title), (report.Title, page.Title, page.QuerySelector("h1")!.TextContent));
        Assert.Empty(page.QuerySelectorAll("script"));
    }

    private static void CheckMetrics(EvaluationReport report, params (string Label, double Value)[] expected)
    {
        IHtmlDocument page = ExampleReports.Parse(report);
        IElement[] rows = [.. page.QuerySelectorAll("#results table:first-of-type tbody tr")];
        Assert.Equal(expected.Select(metric => metric.Label), rows.Select(row => row.QuerySelector("th")!.TextContent));
        Assert.All(expected.Zip(rows), pair =>
        {
            IElement value = pair.Second.QuerySelector("data")!;
            Assert.Equal(pair.First.Value, double.Parse(value.GetAttribute("value")!, CultureInfo.InvariantCulture));
            Assert.Equal(pair.First.Value, double.Parse(value.TextContent, CultureInfo.InvariantCulture), 0.00005 * Math.Max(1, Math.Abs(pair.First.Value)));
        });
    }
}
