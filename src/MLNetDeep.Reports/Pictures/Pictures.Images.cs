using System.Collections.Immutable;
using SkiaSharp;

namespace MLNetDeep.Reports;

public static partial class Pictures
{
    private const int ImageSide = 140;
    private const int CaptionWidth = 124;
    private const int ImageGap = 16;

    /// <summary>Draws images with captions in a grid: grey or coloured, of any size.</summary>
    /// <remarks>
    /// Small images are enlarged by a whole factor without smoothing, until their longer side has about 140 CSS pixels. Of images larger than
    /// that, squares of pixels are averaged. A frame in green marks a right prediction, one in orange, with a bold caption, a wrong one.
    /// </remarks>
    /// <param name="title">The heading.</param>
    /// <param name="images">The images, at least one.</param>
    /// <param name="columns">The number of images in a row, at least 1. Default 3.</param>
    /// <param name="name">The picture's <see cref="Picture.Name"/>. Default <c>images</c>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There are no images.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of columns is below 1.</exception>
    public static Picture Images(string title, IReadOnlyList<LabelledImage> images, int columns = 3, string name = "images")
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (images.Count == 0)
        {
            throw new ArgumentException("There are no images.", nameof(images));
        }

        TileGrid grid = new([.. images.Select(MakeTile)], columns, ImageGap, images.All(image => image.Caption.IsEmpty) ? 0 : CaptionWidth);
        IEnumerable<string> parts = images.Select(
            (image, i) => $"image {i + 1}: {string.Join(", ", image.Caption)}{Judgement(image.IsCorrect)}");
        string description = $"{PictureText.Count(images.Count, "image")}. {string.Join("; ", parts)}.";
        return new Picture(name, title, description, grid.Width, grid.Height, palette => grid.Draw(palette, title));
    }

    private static Tile MakeTile(LabelledImage image)
    {
        ImmutableArray<byte> pixels = image.Pixels;
        PixelImage drawn = new(image.Height, image.Width, ImageSide, (row, column) =>
        {
            int first = ((row * image.Width) + column) * image.Channels;
            return image.Channels == 1
                ? new SKColor(pixels[first], pixels[first], pixels[first])
                : new SKColor(pixels[first], pixels[first + 1], pixels[first + 2]);
        });
        return new Tile(drawn, image.Caption, image.IsCorrect);
    }

    private static string Judgement(bool? isCorrect) => isCorrect switch
    {
        true => " (right)",
        false => " (wrong)",
        null => "",
    };
}
