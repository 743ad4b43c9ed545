using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Reports.Tests.Html;

/// <summary>The form of the page: that of every task, of one with texts, and of one with class names that look like markup.</summary>
public partial class ReportPageTests
{
    private const string Script = "<script>alert('1')</script>";

    public static TheoryData<string> Tasks => ["multiclass", "words", "regression"];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_page_can_be_read_by_everyone_without_network_and_scripts(string task)
    {
        (EvaluationReport report, string html, IHtmlDocument page) = ExampleReports.Of(task);
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        Assert.Equal(("en", "utf-8", report.Title),
            (page.DocumentElement.GetAttribute("lang"), page.CharacterSet.ToLowerInvariant(), page.Title));
        Assert.All(["header", "nav[aria-label]", "main", "footer", "h1"],
            landmark => Assert.Single(page.QuerySelectorAll($"body {landmark}")));
        Assert.Empty(page.QuerySelectorAll("script, iframe, object, embed, [onload], [onclick], [style], [src]"));

        // Names of namespaces are the only addresses. Links lead to places in the page.
        Assert.All(Address().Matches(html).Select(match => match.Value),
            address => Assert.StartsWith("http://www.w3.org/", address, StringComparison.Ordinal));
        Assert.All(page.QuerySelectorAll("a"), link => Assert.Single(page.QuerySelectorAll($"[id='{link.GetAttribute("href")![1..]}']")));
        string[] ids = [.. page.QuerySelectorAll("[id]").Select(element => element.Id!)];
        Assert.Equal(ids.Distinct(), ids);

        int level = 0;
        Assert.All(page.QuerySelectorAll("h1, h2, h3, h4"), heading =>
        {
            int next = heading.LocalName[1] - '0';
            Assert.InRange(next, 1, level + 1);
            level = next;
        });
        Assert.All(page.QuerySelectorAll("th"), header => Assert.Contains(header.GetAttribute("scope"), (string[])["col", "row"]));
        Assert.All(page.QuerySelectorAll("table"), table => Assert.NotEqual("", table.QuerySelector("caption")!.TextContent));
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Every_picture_is_in_the_page_once_with_its_title_and_description(string task)
    {
        (EvaluationReport report, _, IHtmlDocument page) = ExampleReports.Of(task);
        IElement[] figures = [.. page.QuerySelectorAll("figure")];
        Assert.Equal(report.Pictures.Select(picture => picture.Title), figures.Select(figure => figure.QuerySelector("h3")!.TextContent));
        Assert.Equal(
            report.Pictures.Select(picture => ($"{picture.Title}. {picture.Description}", "img")),
            figures.Select(figure => figure.QuerySelector("svg")!).Select(svg =>
                (svg.GetAttribute("aria-label")!, svg.GetAttribute("role")!)));
        string[] expected = task switch
        {
            "multiclass" => ["confusion-matrix", "class-scores", "roc", "precision-recall", "calibration", "score-histogram",
                "first-images", "mistakes",
                "loss", "metrics", "learning-rate"],
            "words" => ["confusion-matrix", "class-scores", "roc", "precision-recall", "calibration", "score-histogram", "first-images",
                "mistakes",
                "word-contributions", "loss", "metrics", "learning-rate"],
            _ => ["predicted-against-true", "residuals", "further", "first-images", "mistakes", "loss", "metrics", "learning-rate"],
        };
        Assert.Equal(expected, report.Pictures.Select(picture => picture.Name));
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void The_contents_list_names_every_section(string task)
    {
        IHtmlDocument page = ExampleReports.Of(task).Page;
        string[] headings = [.. page.QuerySelectorAll("main > section > h2").Select(heading => heading.TextContent)];
        Assert.Equal(headings, page.QuerySelectorAll("nav a").Select(link => link.TextContent));
        Assert.Equal(
            task == "regression"
                ? ["Results", "Further pictures", "Predictions", "Training", "Network", "Data", "Environment"]
                : task == "words"
                    ? ["Results", "Predictions", "Training", "Network", "Data", "Environment"]
                    : ["Results", "Predictions", "Training", "Network", "Data", "Options", "Environment"],
            headings);
    }

    [Fact]
    public void Names_and_texts_of_users_are_never_markup()
    {
        (ITransformer model, IDataView scored, MulticlassClassificationMetrics metrics) = ExampleReports.TrainMulticlass(Script,
            "\"><img src=x>", "it's & </svg>");
        EvaluationReport report = EvaluationReport.Create(
            metrics, scored, model,
            new ReportOptions { Title = $"</title>{Script}", TextColumn = nameof(ReportRow.Text), BootstrapSamples = 0 });
        IHtmlDocument page = ExampleReports.Parse(report);
        Assert.Equal($"</title>{Script}", page.Title);
        Assert.Equal($"</title>{Script}", page.QuerySelector("h1")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("script, img, b"));
        Assert.Equal(report.Pictures.Count, page.QuerySelectorAll("figure > svg").Length);
        Assert.Contains(page.QuerySelectorAll("figure text"), text => text.TextContent.Contains("<script>", StringComparison.Ordinal));
        Assert.Contains(page.QuerySelectorAll(".texts strong"), label => label.TextContent == Script);
        Assert.Contains(page.QuerySelectorAll("blockquote"),
            text => text.TextContent.Contains("features & a <b>tag</b>", StringComparison.Ordinal));
    }

    [GeneratedRegex("""(https?:|//)[^\s"'<>)]*""")]
    private static partial Regex Address();
}
