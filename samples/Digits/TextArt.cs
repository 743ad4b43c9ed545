using System.Text;

namespace MLNetDeep.Samples.Digits;

/// <summary>
/// Draws digits as text. One character covers two pixels, one above the other, because characters are twice as high as wide.
/// </summary>
internal static class TextArt
{
    private const string Shades = " .:-=+*#%@";
    private const int Gap = 3;

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

                line.Append(' ', Gap);
            }

            yield return line.ToString().TrimEnd();
        }
    }

    /// <summary>The captions below digits drawn side by side.</summary>
    public static string Caption(IEnumerable<string> texts) =>
        string.Concat(texts.Select(text => text.PadRight(Digit.Width + Gap))).TrimEnd();

    private static char Shade(byte upper, byte lower) => Shades[(upper + lower) * Shades.Length / (2 * 256)];
}
