namespace MLNetDeep.Reports.Html;

/// <summary>
/// Writes the HTML page: the head with the style sheet, the heading with the main numbers, the contents, and the sections.
/// </summary>
/// <param name="title">The heading.</param>
/// <param name="subtitle">What the report is about, in a line.</param>
/// <param name="created">When the report was made.</param>
/// <param name="highlights">The main numbers.</param>
/// <param name="sections">The sections.</param>
internal sealed class ReportPage(
    string title, string subtitle, DateTimeOffset created, IReadOnlyList<Highlight> highlights, IReadOnlyList<IReportSection> sections)
{
    /// <summary>Returns the page.</summary>
    public string Write()
    {
        HtmlBuilder html = new();
        PageHead.Write(html, title);
        html.Add($"""
            <body>
            <a class="skip" href="#content">Skip to the results</a>
            <header>
            <h1>{title}</h1>
            <p class="subtitle">{subtitle} ·
            <time datetime="{created:yyyy-MM-ddTHH:mm:sszzz}">{created:d MMMM yyyy, HH:mm} (UTC{created:zzz})</time></p>

            """);
        WriteHighlights(html);
        html.AddMarkup("</header>\n<nav aria-label=\"Contents\">\n<ul>\n");
        foreach (IReportSection section in sections)
        {
            html.Add($"<li><a href=\"#{section.Id}\">{section.Heading}</a></li>\n");
        }

        html.AddMarkup("</ul>\n</nav>\n<main id=\"content\" tabindex=\"-1\">\n");
        foreach (IReportSection section in sections)
        {
            html.Add($"<section id=\"{section.Id}\" aria-labelledby=\"{section.Id}-heading\">\n");
            html.Add($"<h2 id=\"{section.Id}-heading\">{section.Heading}</h2>\n");
            section.Write(html);
            html.AddMarkup("</section>\n");
        }

        html.AddMarkup("</main>\n<footer><p>Made with MLNetDeep. This file needs no network and no script.</p></footer>\n");
        html.AddMarkup("</body>\n</html>\n");
        return html.ToString();
    }

    private void WriteHighlights(HtmlBuilder html)
    {
        html.AddMarkup("<dl class=\"highlights\">\n");
        foreach (Highlight highlight in highlights)
        {
            html.Add($"<div><dt>{highlight.Name}</dt><dd>{highlight.Value}<small>{highlight.Note}</small></dd></div>\n");
        }

        html.AddMarkup("</dl>\n");
    }
}
