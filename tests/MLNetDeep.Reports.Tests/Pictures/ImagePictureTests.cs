using System.Collections.Immutable;
using SkiaSharp;

namespace MLNetDeep.Reports.Tests;

public class ImagePictureTests
{
    [Fact]
    public void Pixels_are_drawn_as_squares_in_their_places()
    {
        // 2 x 3 grey pixels and 3 x 2 coloured ones: the longer side becomes 3 · 46 = 138 CSS pixels.
        byte[] grey = [0, 128, 255, 1, 2, 3];
        byte[] coloured = [255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 0, 0, 0, 255, 255, 255];
        Picture picture = Pictures.Images(
            "Two", [new(2, 3, 1, [.. grey], ["true 1", "predicted 1"], true),
                new(3, 2, 3, [.. coloured], ["true 1", "predicted 2"], false)]);
        string svg = picture.ToSvg();
        IReadOnlyList<(double X, double Y, SKBitmap Bitmap)> images = DrawnImages.Read(svg);
        Assert.Equal([(138, 92), (92, 138)], images.Select(image => (image.Bitmap.Width, image.Bitmap.Height)));
        for (int i = 0; i < 6; i++)
        {
            CheckSquare(images[0].Bitmap, i / 3, i % 3, new SKColor(grey[i], grey[i], grey[i]));
            CheckSquare(images[1].Bitmap, i / 2, i % 2, new SKColor(coloured[3 * i], coloured[(3 * i) + 1], coloured[(3 * i) + 2]));
        }

        Assert.Equal(["true 1", "predicted 1", "true 1", "predicted 2"], DrawnTexts.Read(svg).Where(text => text != "Two"));
        Assert.Equal("2 images. image 1: true 1, predicted 1 (right); image 2: true 1, predicted 2 (wrong).", picture.Description);
    }

    [Fact]
    public void Squares_of_pixels_of_large_images_are_averaged()
    {
        // 300 pixels are more than 2 · 140, so squares of 3 x 3 become one: 100 x 1 pixels. The values of column 3 k to 3 k + 2 have the
        // mean
        // (k % 2 == 0 ? 10 + 20 + 30 : 40 + 50 + 61) / 3, rounded.
        byte[] columns = [10, 20, 30, 40, 50, 61];
        ImmutableArray<byte> pixels = [.. Enumerable.Range(0, 2 * 300).Select(i => columns[i % 6])];
        (_, _, SKBitmap bitmap) = Assert.Single(DrawnImages.Read(Pictures.Images("Large", [new(2, 300, 1, pixels)]).ToSvg()));
        Assert.Equal((100, 1), (bitmap.Width, bitmap.Height));
        Assert.Equal((20, 50, 20), (bitmap.GetPixel(0, 0).Red, bitmap.GetPixel(1, 0).Green, bitmap.GetPixel(98, 0).Blue));
    }

    [Fact]
    public void Images_are_in_rows_of_the_given_length()
    {
        LabelledImage image = new(1, 1, 1, [7], ["a"]);
        IReadOnlyList<(double X, double Y,
            SKBitmap Bitmap)> images = DrawnImages.Read(Pictures.Images("Five", [image, image, image, image, image], 2).ToSvg());
        Assert.Equal([0, 1, 0, 1, 0], images.Select(drawn => (drawn.X - images[0].X) / (140 + 16)));
        double row = 140 + 5 + 16 + 16;
        Assert.Equal([0, 0, 1, 1, 2], images.Select(drawn => (drawn.Y - images[0].Y) / row));
    }

    [Fact]
    public void Long_captions_are_shortened_and_named_in_full()
    {
        const string Caption = "predicted a-class-with-a-long-name";
        Picture picture = Pictures.Images("One", [new(1, 1, 1, [0], [Caption])]);
        Assert.Contains("predicted a-class-wi…", DrawnTexts.Read(picture.ToSvg()));
        Assert.Contains(Caption, picture.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_images_throw()
    {
        Assert.Equal("images", Assert.Throws<ArgumentException>(() => Pictures.Images("None", [])).ParamName);
        Assert.Equal("height", Assert.Throws<ArgumentOutOfRangeException>(() => new LabelledImage(0, 1, 1, [])).ParamName);
        Assert.Equal("width", Assert.Throws<ArgumentOutOfRangeException>(() => new LabelledImage(1, 0, 1, [])).ParamName);
        Assert.Equal("channels", Assert.Throws<ArgumentOutOfRangeException>(() => new LabelledImage(1, 1, 2, [1, 2])).ParamName);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new LabelledImage(2, 3, 3, [1, 2]));
        Assert.StartsWith("pixels has 2 values; 2 x 3 pixels with 3 channels need 18.", exception.Message, StringComparison.Ordinal);
    }

    private static void CheckSquare(SKBitmap bitmap, int row, int column, SKColor expected) => Assert.All(
        [bitmap.GetPixel(column * 46, row * 46), bitmap.GetPixel((column * 46) + 45, (row * 46) + 45)],
        colour => Assert.Equal(expected, colour));
}
