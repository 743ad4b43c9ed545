using System.Globalization;

namespace MLNetDeep.Reports.Html.Sections;

/// <summary>The metrics with their intervals, and the pictures of how predictions and labels agree.</summary>
/// <param name="rows">The metrics.</param>
/// <param name="intervals">The intervals of those metrics that have one.</param>
/// <param name="pictures">The pictures.</param>
internal sealed class ResultsSection(
    IReadOnlyList<MetricRow> rows, IReadOnlyList<MetricInterval> intervals, IReadOnlyList<Picture> pictures) : IReportSection
{
    public string Id => "results";

    public string Heading => "Results";

    public IReadOnlyList<Picture> Pictures => pictures;

    public void Write(HtmlBuilder html)
    {
        string[] columns = intervals.Count == 0 ? ["Metric", "#Value", "Meaning"] : ["Metric", "#Value", "#95% interval", "Meaning"];
        html.AddTable("Metrics on the test rows", columns, () =>
        {
            foreach (MetricRow row in rows)
            {
                html.Add($"<tr><th scope=\"row\">{row.Label}</th><td class=\"number\"><data value=\"{row.Value:R}\">{Format(row.Value)}</data></td>");
                if (intervals.Count > 0)
                {
                    MetricInterval? interval = intervals.FirstOrDefault(interval => interval.Name == row.Name);
                    html.Add($"<td class=\"number\">{(interval is null ? "" : $"{Format(interval.Low)} – {Format(interval.High)}")}</td>");
                }

                html.Add($"<td class=\"meaning\">{row.Meaning}</td></tr>\n");
            }
        });
        html.AddPictures(pictures);
    }

    /// <summary>Returns a metric with four decimals, or with four significant digits if it is 10 or more.</summary>
    public static string Format(double value) => value.ToString(Math.Abs(value) < 10 ? "0.0000" : "G4", CultureInfo.InvariantCulture);
}
