using System.Globalization;

namespace MLNetDeep.Reports.Html.Sections;

/// <summary>Test rows with their predictions: as pictures, as texts or as a table, and the words that matter.</summary>
/// <param name="results">The rows.</param>
/// <param name="pictures">Pictures of the rows and of words.</param>
internal sealed class ExamplesSection(EvaluationResults results, IReadOnlyList<Picture> pictures) : IReportSection
{
    private const int MaxTextLength = 400;

    public string Id => "predictions";

    public string Heading => "Predictions";

    public IReadOnlyList<Picture> Pictures => pictures;

    public void Write(HtmlBuilder html)
    {
        html.AddPictures(pictures);
        string worst = results is RegressionResults ? "Largest errors" : "Most confident mistakes";
        if (results.FirstRows.Any(example => example.Text is not null))
        {
            html.AddMarkup("<div class=\"halves\">\n");
            WriteTexts(html, "The first texts", results.FirstRows);
            WriteTexts(html, worst, results.Mistakes);
            html.AddMarkup("</div>\n");
        }
        else if (results.FirstRows.All(example => example.Image is null))
        {
            html.AddMarkup("<div class=\"halves\">\n");
            WriteTable(html, "The first rows", results.FirstRows);
            WriteTable(html, worst, results.Mistakes);
            html.AddMarkup("</div>\n");
        }
    }

    private static void WriteTexts(HtmlBuilder html, string heading, IReadOnlyList<Example> examples)
    {
        if (examples.Count == 0)
        {
            return;
        }

        html.Add($"<div>\n<h3>{heading}</h3>\n<ol class=\"texts\">\n");
        foreach (Example example in examples)
        {
            string text = example.Text ?? "";
            html.Add($"<li>\n<p class=\"prediction\"><span>label <strong>{example.Label}</strong></span> ");
            html.Add($"<span>predicted <strong>{example.Predicted}</strong>{Percent(example)}</span>");
            if (example.IsCorrect is { } isCorrect)
            {
                html.Add($" <span class=\"{(isCorrect ? "right" : "wrong")}\">{(isCorrect ? "right" : "wrong")}</span>");
            }

            html.Add($"</p>\n<blockquote>{Shorten(text)}</blockquote>\n</li>\n");
        }

        html.AddMarkup("</ol>\n</div>\n");
    }

    private static void WriteTable(HtmlBuilder html, string caption, IReadOnlyList<Example> examples)
    {
        if (examples.Count == 0)
        {
            return;
        }

        bool hasConfidence = examples.Any(example => example.Confidence is not null), isRegression = examples[0].IsCorrect is null;
        string[] columns = isRegression ? ["#Row", "#Label", "#Predicted"]
            : hasConfidence ? ["#Row", "Label", "Predicted", "#Probability"]
            : ["#Row", "Label", "Predicted"];
        string number = isRegression ? "number" : "name";
        html.AddTable(caption, columns, () =>
        {
            foreach (Example example in examples)
            {
                html.Add($"<tr><th scope=\"row\" class=\"number\">{example.Row + 1:N0}</th>");
                html.Add($"<td class=\"{number}\">{example.Label}</td><td class=\"{number}\">{example.Predicted}</td>");
                if (hasConfidence && !isRegression)
                {
                    string confidence = example.Confidence is { } share ? PictureText.Percent(share) : "–";
                    html.Add($"<td class=\"number\">{confidence}</td>");
                }

                html.AddMarkup("</tr>\n");
            }
        });
    }

    // Not between the two halves of a character.
    private static string Shorten(string text) => text.Length <= MaxTextLength
        ? text
        : $"{text[..(char.IsHighSurrogate(text[MaxTextLength - 1]) ? MaxTextLength - 1 : MaxTextLength)].TrimEnd()}…";

    private static string Percent(Example example) =>
        example.Confidence is { } confidence ? string.Create(CultureInfo.InvariantCulture, $" ({PictureText.Percent(confidence)})") : "";
}
