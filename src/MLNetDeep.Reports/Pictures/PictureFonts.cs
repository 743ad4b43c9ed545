using SkiaSharp;

namespace MLNetDeep.Reports;

/// <summary>Chooses the fonts of pictures.</summary>
internal static class PictureFonts
{
    /// <summary>The fonts of an SVG. The viewer takes the first that it has. OxyPlot measures texts with the widths of Arial.</summary>
    public const string Svg = "Arial, Helvetica, 'Liberation Sans', 'DejaVu Sans', sans-serif";

    private static readonly string[] s_preferred =
        ["Arial", "Liberation Sans", "Helvetica", "Helvetica Neue", "Segoe UI", "Noto Sans", "DejaVu Sans", "Open Sans", "Roboto"];

    /// <summary>Returns the font for a PNG.</summary>
    /// <exception cref="InvalidOperationException">The system has no fonts.</exception>
    public static string FindForPng() => Choose(SKFontManager.Default.GetFontFamilies());

    /// <summary>Returns a well-readable font among those installed, or the first of them.</summary>
    /// <param name="installed">The names of the installed font families.</param>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    internal static string Choose(IReadOnlyCollection<string> installed) =>
        s_preferred.FirstOrDefault(name => installed.Contains(name, StringComparer.OrdinalIgnoreCase))
        ?? installed.FirstOrDefault(name => name.Length > 0) // without fonts, SkiaSharp lists one without a name
        ?? throw new InvalidOperationException(
            "The labels of a PNG need a font, and this system has none. Install a package of fonts, such as fonts-dejavu-core on Debian, "
            + "or write SVG.");
}
