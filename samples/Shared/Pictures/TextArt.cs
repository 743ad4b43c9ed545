using System.Text;

namespace MLNetDeep.Samples;

/// <summary>
/// Draws pictures as text. Characters are about twice as high as wide, so each character shows two pixels, one above the other.
/// </summary>
/// <param name="height">The height of a picture, in pixels.</param>
/// <param name="width">The width of a picture, in pixels.</param>
/// <param name="channels">The number of bytes per pixel: 1 for grey, or 3 for red, green and blue.</param>
internal sealed class TextArt(int height, int width, int channels = 1)
{
    private const string Shades = " .:-=+*#%@";
    private const int GapWidth = 3;

    // The sum of a channel's values over two pixels is below this number.
    private const int ShadeRange = 2 * 256;

    /// <summary>Draws several pictures side by side.</summary>
    /// <param name="pictures">The bytes of each picture, row by row, with the channels of a pixel together.</param>
    public IEnumerable<string> Draw(IReadOnlyList<byte[]> pictures)
    {
        for (int y = 0; y < height; y += 2)
        {
            StringBuilder line = new();
            foreach (byte[] picture in pictures)
            {
                for (int x = 0; x < width; x++)
                {
                    // The last row of a picture of odd height has no row below, so it counts twice.
                    int sum = Sum(picture, y, x) + Sum(picture, Math.Min(y + 1, height - 1), x);
                    line.Append(Shades[sum * Shades.Length / (ShadeRange * channels)]);
                }

                line.Append(' ', GapWidth);
            }

            yield return line.ToString().TrimEnd();
        }
    }

    /// <summary>Returns the line of captions for pictures drawn side by side.</summary>
    public string Caption(IEnumerable<string> texts) => string.Concat(texts.Select(text => text.PadRight(width + GapWidth))).TrimEnd();

    private int Sum(byte[] picture, int y, int x)
    {
        int sum = 0;
        for (int channel = 0; channel < channels; channel++)
        {
            sum += picture[(((y * width) + x) * channels) + channel];
        }

        return sum;
    }
}
