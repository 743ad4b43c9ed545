using OxyPlot;
using SkiaSharp;

namespace MLNetDeep.Reports;

/// <summary>
/// A picture of pixels, each drawn as a square of whole CSS pixels. Pictures that are too large are made smaller by a whole factor.
/// </summary>
internal sealed class PixelImage
{
    /// <summary>Draws pixels.</summary>
    /// <param name="height">The number of rows.</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="side">
    /// The length that the longer side should have in CSS pixels: the drawing is as long as whole factors allow, or less.
    /// </param>
    /// <param name="colour">Returns the colour of the pixel in a row and a column.</param>
    public PixelImage(int height, int width, int side, Func<int, int, SKColor> colour)
    {
        int longer = Math.Max(height, width);
        int reduction = (longer + side - 1) / side;
        int factor = reduction > 1 ? 1 : side / longer;
        SKColor[,] pixels = Read((height + reduction - 1) / reduction, (width + reduction - 1) / reduction, (row, column) =>
            Average(
                row * reduction, Math.Min(height, (row + 1) * reduction),
                column * reduction, Math.Min(width, (column + 1) * reduction), colour));
        Height = pixels.GetLength(0) * factor;
        Width = pixels.GetLength(1) * factor;
        Image = Encode(pixels, factor);
    }

    /// <summary>The height in CSS pixels.</summary>
    public int Height { get; }

    /// <summary>The width in CSS pixels.</summary>
    public int Width { get; }

    /// <summary>The image as a PNG file of that size.</summary>
    public OxyImage Image { get; }

    private static SKColor[,] Read(int height, int width, Func<int, int, SKColor> colour)
    {
        SKColor[,] pixels = new SKColor[height, width];
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                pixels[row, column] = colour(row, column);
            }
        }

        return pixels;
    }

    private static SKColor Average(int top, int bottom, int left, int right, Func<int, int, SKColor> colour)
    {
        int red = 0, green = 0, blue = 0;
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
            {
                SKColor pixel = colour(row, column);
                (red, green, blue) = (red + pixel.Red, green + pixel.Green, blue + pixel.Blue);
            }
        }

        int count = (bottom - top) * (right - left);
        return new SKColor(Mean(red), Mean(green), Mean(blue));

        byte Mean(int sum) => (byte)((sum + (count / 2)) / count);
    }

    private static OxyImage Encode(SKColor[,] pixels, int factor)
    {
        int width = pixels.GetLength(1) * factor, height = pixels.GetLength(0) * factor;
        using SKBitmap bitmap = new(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        SKColor[] enlarged = new SKColor[width * height];
        for (int i = 0; i < enlarged.Length; i++)
        {
            enlarged[i] = pixels[i / width / factor, i % width / factor];
        }

        bitmap.Pixels = enlarged;
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return new OxyImage(png.ToArray());
    }
}
