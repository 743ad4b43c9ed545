using System.Globalization;
using System.Text;
using OxyPlot;

namespace MLNetDeep.Reports.Html;

/// <summary>Writes the beginning of an HTML page, up to the body, with the style sheet that all pages share.</summary>
internal static class PageHead
{
    // The colours of pictures in both themes come first.
    private static readonly string s_styles = ReadStyles();

    /// <summary>Writes the head of a page.</summary>
    /// <param name="html">Receives the head.</param>
    /// <param name="title">The page's title.</param>
    /// <param name="styles">Rules that only this page has. Default: none.</param>
    public static void Write(HtmlBuilder html, string title, string styles = "")
    {
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
        html.AddMarkup(s_styles);
        html.AddMarkup(styles);
        html.AddMarkup("</style>\n</head>\n");
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
