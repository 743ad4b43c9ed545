using AngleSharp.Html.Dom;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Reports.Tests.Evaluation;

namespace MLNetDeep.Reports.Tests.Html;

/// <summary>Reports about rows and models that have little to show.</summary>
public class UnusualReportTests
{
    private static readonly MLContext s_ml = new(seed: 1);

    [Fact]
    public void A_model_of_ML_NET_has_a_report_without_training_and_network()
    {
        (IDataView training, IDataView test) = ExampleReports.Views(s_ml, "a", "b", "c");
        ITransformer model = s_ml.Regression.Trainers.Sdca(nameof(ReportRow.Difference), maximumNumberOfIterations: 2).Fit(training);
        IDataView scored = model.Transform(test);
        EvaluationReport report = EvaluationReport.Create(s_ml.Regression.Evaluate(scored, nameof(ReportRow.Difference)), scored, model,
            ExampleReports.RegressionOptions);
        Assert.Equal(["Results", "Further pictures", "Predictions", "Data", "Environment"], Headings(report));
    }

    [Fact]
    public void A_single_row_has_a_report_without_intervals()
    {
        IDataView scored = ScoredViews.Regression(s_ml, [(1, 1.5f)]);
        EvaluationReport report = EvaluationReport.Create(s_ml.Regression.Evaluate(scored), scored, ExampleReports.Regression.Model);
        Assert.Empty(report.Intervals);
        Assert.Equal(["predicted-against-true", "residuals"], report.Pictures.Take(2).Select(picture => picture.Name));
    }

    [Fact]
    public void Rows_of_one_class_have_a_report_without_curves()
    {
        // There are no negative rows, so there is no false positive rate, and the entropy of the labels is 0.
        IDataView scored = ScoredViews.Binary(s_ml, [(true, 1, 0.7f), (true, -1, 0.3f), (true, 2, 0.9f)]);
        IDataView both = ScoredViews.Binary(s_ml, [(true, 1, 0.7f), (false, -1, 0.3f)]);
        EvaluationReport report = EvaluationReport.Create(s_ml.BinaryClassification.Evaluate(both), scored, ExampleReports.Words.Model);
        Assert.DoesNotContain(report.Pictures, picture => picture.Name == "roc");
        Assert.Contains(report.Pictures, picture => picture.Name == "confusion-matrix");
        Assert.DoesNotContain("NaN", ExampleReports.Parse(report).QuerySelector("#results table")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_without_probabilities_have_a_report()
    {
        IDataView rows = ScoredViews.SklearnBinary(s_ml);
        IDataView scored = s_ml.Transforms.DropColumns("Probability").Fit(rows).Transform(rows);
        EvaluationReport report = EvaluationReport.Create(s_ml.BinaryClassification.EvaluateNonCalibrated(scored), scored,
            ExampleReports.Words.Model);
        Assert.DoesNotContain(report.Pictures, picture => picture.Name == "calibration");
        IHtmlDocument page = ExampleReports.Parse(report);
        Assert.DoesNotContain("Log-loss", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Row", "Label", "Predicted"],
            page.QuerySelectorAll("#predictions table")[0].QuerySelectorAll("thead th").Select(header => header.TextContent));
    }

    // 150 classes, each predicted with a little more than its share; 9 rows are of a class that the model does not have.
    [Fact]
    public void Many_classes_and_unknown_ones_have_a_report()
    {
        const int Classes = 150;
        IDataView scored = ScoredViews.Multiclass(
            s_ml,
            Enumerable.Range(0, 450).Select(i =>
                ((int?)(i < 9 ? Classes : i % Classes),
                Enumerable.Range(0, Classes).Select(c => c == i % Classes ? 0.255f : 0.005f).ToArray())),
            labelClasses: Classes + 1,
            scoreClasses: Classes);
        EvaluationReport report = EvaluationReport.Create(
            s_ml.MulticlassClassification.Evaluate(scored), scored, ExampleReports.Multiclass.Model,
            new ReportOptions { BootstrapSamples = 0 });
        string[] facts = [.. ExampleReports.Parse(report).QuerySelectorAll("#data .facts > div").Select(fact => fact.TextContent)];
        Assert.Contains("Classes150", facts);
        Assert.Contains("Test rows of unknown classes9", facts);

        // Of the curves, the 11 worst and the average are drawn.
        Assert.Equal(12, DrawnTexts.Read(report.Pictures.Single(picture => picture.Name == "roc").ToSvg()).Count(text =>
            text.Contains("area", StringComparison.Ordinal)));
        Assert.InRange(report.ToHtml().Length, 1, 2_000_000);
    }

    // The rows of class 13 are all right. Of each other class, one row of three has the highest score for the next of them.
    [Fact]
    public void Of_many_classes_the_curves_with_the_least_areas_are_drawn()
    {
        const int Classes = 14;
        IDataView scored = ScoredViews.Multiclass(
            s_ml,
            Enumerable.Range(0, 3 * Classes).Select(i =>
            {
                int label = i % Classes, predicted = label == Classes - 1 || i < 2 * Classes ? label : (label + 1) % (Classes - 1);
                float[] scores = [.. Enumerable.Range(0, Classes).Select(c => c == predicted ? 0.35f : 0.05f)];
                return ((int?)label, scores);
            }),
            Classes,
            Classes);
        EvaluationReport report = EvaluationReport.Create(
            s_ml.MulticlassClassification.Evaluate(scored), scored, ExampleReports.Multiclass.Model,
            new ReportOptions { BootstrapSamples = 0 });
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i}"), Names("precision-recall"));
        Assert.Equal([.. Enumerable.Range(0, 11).Select(i => $"{i}"), "average of the classes"], Names("roc"));

        IEnumerable<string> Names(string picture) =>
            DrawnTexts.Read(report.Pictures.Single(drawn => drawn.Name == picture).ToSvg())
                .Where(text => text.Contains(", area", StringComparison.Ordinal))
                .Select(text => text[..text.IndexOf(", area", StringComparison.Ordinal)])
                .OrderBy(name => int.TryParse(name, out int number) ? number : int.MaxValue);
    }

    [Fact]
    public void Infinite_numbers_are_left_out()
    {
        IDataView some = ScoredViews.Regression(
            s_ml, [(1, 1.5f), (2, float.PositiveInfinity), (float.NegativeInfinity, 1), (3, float.NaN), (2, 2)]);
        EvaluationReport report = EvaluationReport.Create(s_ml.Regression.Evaluate(some), some, ExampleReports.Regression.Model);
        Assert.Contains(
            "Test rows left out3; 1 without a finite label; 2 with a score that is not finite",
            ExampleReports.Parse(report).QuerySelectorAll("#data .facts > div").Select(fact => fact.TextContent));

        // Errors 0.5 and 0: the mean square is 0.125.
        Assert.Contains(
            "2 rows. Root mean squared error: 0.3536.", report.Pictures[0].Description, StringComparison.Ordinal);

        IDataView none = ScoredViews.Regression(s_ml, [(1, float.PositiveInfinity), (2, float.PositiveInfinity)]);
        RegressionMetrics metrics = s_ml.Regression.Evaluate(none);
        Assert.Equal(double.PositiveInfinity, metrics.MeanAbsoluteError);
        report = EvaluationReport.Create(metrics, none, ExampleReports.Regression.Model);
        Assert.Empty(report.Pictures.Select(picture => picture.Name).Intersect(["predicted-against-true", "residuals"]));
    }

    [Fact]
    public void The_training_rows_are_read_once()
    {
        int passes = 0;
        IDataView scored = ScoredViews.Regression(s_ml, [(1, 1.5f), (2, 2)]);
        EvaluationReport report = EvaluationReport.Create(
            s_ml.Regression.Evaluate(scored), scored, ExampleReports.Regression.Model,
            new ReportOptions { TrainingData = s_ml.Data.LoadFromEnumerable(TrainingRows()), BootstrapSamples = 0 });
        Assert.Contains("Training rows7", ExampleReports.Parse(report).QuerySelectorAll("#data .facts > div")
            .Select(fact => fact.TextContent));
        Assert.Equal(1, passes);

        IEnumerable<ReportRow> TrainingRows()
        {
            passes++;
            foreach (ReportRow row in ReportRow.Rows(7, "a", "b", "c"))
            {
                yield return row;
            }
        }
    }

    [Fact]
    public void Missing_labels_and_scores_are_counted()
    {
        IDataView scored = ScoredViews.Regression(s_ml, [(1, 1.5f), (2, 2.5f), (float.NaN, 1), (3, float.NaN), (4, float.NaN)]);
        EvaluationReport report = EvaluationReport.Create(s_ml.Regression.Evaluate(scored), scored, ExampleReports.Regression.Model);
        Assert.Contains(
            "Test rows left out3; 1 without a finite label; 2 with a score that is not finite",
            ExampleReports.Parse(report).QuerySelectorAll("#data .facts > div").Select(fact => fact.TextContent));
    }

    [Fact]
    public void Long_texts_are_cut_between_characters()
    {
        // 399 letters, then a character of two halves.
        string text = $"{new string('x', 399)}\U0001F600 and so on";
        ReportRow[] rows = [.. ReportRow.Rows(60, "a", "b", "c")];
        rows[0].Text = text;
        IDataView scored = ExampleReports.Words.Model.Transform(s_ml.Data.LoadFromEnumerable(rows));
        EvaluationReport report = EvaluationReport.Create(
            s_ml.BinaryClassification.Evaluate(scored, nameof(ReportRow.IsLarge)), scored, ExampleReports.Words.Model,
            ExampleReports.WordsOptions);
        Assert.Equal($"{new string('x', 399)}…", ExampleReports.Parse(report).QuerySelector("blockquote")!.TextContent);
    }

    private static IEnumerable<string> Headings(EvaluationReport report) =>
        ExampleReports.Parse(report).QuerySelectorAll("main > section > h2").Select(heading => heading.TextContent);
}
