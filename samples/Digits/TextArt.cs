using System.Text;

namespace MLNetDeep.Samples.Digits;

/// <summary>
/// Draws digits as text. Characters are about twice as high as wide, so each character shows two pixels, one above the other.
/// </summary>
internal static class TextArt
{
    private const string Shades = " .:-=+*#%@";
    private const int GapWidth = 3;

    /// <summary>Draws several digits side by side.</summary>
    public static IEnumerable<string> Draw(IReadOnlyList<Digit> digits)
    {
        for (int y = 0; y < Digit.Height; y += 2)
        {
            StringBuilder line = new();
            foreach (Digit digit in digits)
            {
                for (int x = 0; x < Digit.Width; x++)
                {
                    line.Append(Shade(digit.Image[(y * Digit.Width) + x], digit.Image[((y + 1) * Digit.Width) + x]));
                }

                line.Append(' ', GapWidth);
            }

            yield return line.ToString().TrimEnd();
        }
    }

    /// <summary>Returns the line of captions for digits drawn side by side.</summary>
    public static string Caption(IEnumerable<string> texts) =>
        string.Concat(texts.Select(text => text.PadRight(Digit.Width + GapWidth))).TrimEnd();

    private static char Shade(byte upper, byte lower) => Shades[(upper + lower) * Shades.Length / (2 * 256)];
}
