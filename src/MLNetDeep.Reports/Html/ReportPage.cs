using System.Globalization;
using System.Text;
using OxyPlot;

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
    /// <summary>The style sheet, after the colours of pictures in both themes.</summary>
    public static string Styles { get; } = ReadStyles();

    /// <summary>Returns the page.</summary>
    public string Write()
    {
        HtmlBuilder html = new();
        html.Add($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="MLNetDeep">
            <title>{title}</title>
            <link rel="icon" href="data:,">
            <style>

            """);
        html.AddMarkup(Styles);
        html.Add($"""
            </style>
            </head>
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

    /// <summary>Returns a text that is kept in the assembly.</summary>
    public static string ReadResource(string name)
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static string ReadStyles()
    {
        StringBuilder text = new();
        text.Append($":root {{\n{Variables(PicturePalette.Light)}}}\n");
        text.Append($"@media screen and (prefers-color-scheme: dark) {{\n:root {{\n{Variables(PicturePalette.Dark)}}}\n}}\n");
        return text.Append(ReadResource("report.css")).ToString();
    }

    private static string Variables(PicturePalette palette) => string.Concat(palette.Variables.Select(
        variable => string.Create(CultureInfo.InvariantCulture, $"{variable.Variable}: {Hex(variable.Colour)};\n")));

    private static string Hex(OxyColor colour) => string.Create(CultureInfo.InvariantCulture, $"#{colour.R:x2}{colour.G:x2}{colour.B:x2}");
}
