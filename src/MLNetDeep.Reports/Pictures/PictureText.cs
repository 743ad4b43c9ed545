using System.Globalization;
using System.Text;
using System.Xml;

namespace MLNetDeep.Reports;

/// <summary>Texts of pictures.</summary>
internal static class PictureText
{
    private const char Replacement = '\uFFFD';
    private const char Ellipsis = '\u2026';

    // OxyPlot draws what follows "_{" and "^{" lower or higher. This character shows nothing and separates the two.
    private const string WordJoiner = "\u2060";

    /// <summary>Replaces line ends and tabs by spaces, and characters that XML cannot hold by the replacement character.</summary>
    /// <param name="text">The text.</param>
    public static string Clean(string text)
    {
        StringBuilder clean = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                clean.Append(text, i++, 2);
            }
            else if (char.IsWhiteSpace(text[i]))
            {
                clean.Append(' ');
            }
            else
            {
                clean.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : Replacement);
            }
        }

        return clean.ToString();
    }

    /// <summary>Returns a text as OxyPlot is to draw it: clean, shortened, and without the signs of raised and lowered text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The greatest number of characters that are shown.</param>
    public static string Label(string text, int length)
    {
        string clean = Clean(text);
        int[] starts = StringInfo.ParseCombiningCharacters(clean);
        string label = starts.Length <= length ? clean : clean[..starts[length - 1]].TrimEnd() + Ellipsis;
        return label
            .Replace("_{", $"_{WordJoiner}{{", StringComparison.Ordinal)
            .Replace("^{", $"^{WordJoiner}{{", StringComparison.Ordinal);
    }

    /// <summary>Formats a number with four significant digits.</summary>
    /// <param name="value">The number.</param>
    public static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>Formats a whole number.</summary>
    /// <param name="value">The number.</param>
    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Formats a fraction as a percentage with one decimal.</summary>
    /// <param name="fraction">The fraction: 1 is 100 percent.</param>
    public static string Percent(double fraction) => (100 * fraction).ToString("0.0", CultureInfo.InvariantCulture) + "%";

    /// <summary>Returns a number with its noun, such as <c>1 row</c> and <c>2 rows</c>.</summary>
    /// <param name="count">The number.</param>
    /// <param name="noun">The noun for one.</param>
    public static string Count(long count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>Returns the sentence about values that are NaN or infinite, with a space before it; empty if there are none.</summary>
    /// <param name="count">The number of values.</param>
    public static string LeftOut(int count) => count switch
    {
        0 => "",
        1 => " 1 value that is not finite is left out.",
        _ => $" {Number(count)} values that are not finite are left out.",
    };
}
