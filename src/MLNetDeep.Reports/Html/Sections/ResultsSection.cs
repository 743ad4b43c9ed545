namespace MLNetDeep.Reports.Html.Sections;

/// <summary>The metrics with their intervals, and the pictures of how predictions and labels agree.</summary>
/// <param name="rows">The metrics.</param>
/// <param name="results">What else the test rows say.</param>
/// <param name="pictures">The pictures.</param>
internal sealed class ResultsSection(
    IReadOnlyList<MetricRow> rows, EvaluationResults results, IReadOnlyList<Picture> pictures) : IReportSection
{
    public string Id => "results";

    public string Heading => "Results";

    public IReadOnlyList<Picture> Pictures => pictures;

    public void Write(HtmlBuilder html)
    {
        bool hasIntervals = results.BootstrapSamples > 0;
        string[] columns = hasIntervals ? ["Metric", "#Value", "#95% interval", "Meaning"] : ["Metric", "#Value", "Meaning"];
        html.AddTable("Metrics on the test rows", columns, () =>
        {
            foreach (MetricRow row in rows)
            {
                html.Add($"<tr><th scope=\"row\">{row.Label}</th>");
                html.Add($"<td class=\"number\"><data value=\"{row.Value:R}\">{NumberText.Metric(row.Value)}</data></td>");
                if (hasIntervals)
                {
                    WriteInterval(html, results.IntervalOf(row.Name));
                }

                html.Add($"<td class=\"meaning\">{row.Meaning}</td></tr>\n");
            }
        });
        if (hasIntervals)
        {
            html.AddMarkup("<p class=\"note\">The 95% intervals estimate how far a metric may differ on other test rows of the same kind. They come ");
            html.Add($"from {results.BootstrapSamples:N0} bootstrap samples: as many rows, drawn with replacement from the test rows.</p>\n");
        }

        html.AddPictures(pictures);
    }

    private static void WriteInterval(HtmlBuilder html, MetricInterval? interval)
    {
        if (interval is null || double.IsNaN(interval.Low) || double.IsNaN(interval.High))
        {
            html.AddMarkup("<td class=\"number\">–</td>");
            return;
        }

        html.Add($"<td class=\"number\"><data value=\"{interval.Low:R}\">{NumberText.Metric(interval.Low)}</data> to ");
        html.Add($"<data value=\"{interval.High:R}\">{NumberText.Metric(interval.High)}</data></td>");
    }
}
