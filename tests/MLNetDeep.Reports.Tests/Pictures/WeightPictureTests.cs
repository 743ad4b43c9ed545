using MLNetDeep.Neural;
using MLNetDeep.Reports.Html;
using SkiaSharp;

namespace MLNetDeep.Reports.Tests;

public class WeightPictureTests
{
    // Blue below 0, white at 0, red above 0; half of the greatest weight is half way between white and the
    // end: (255 + 178) / 2 = 216.5, rounded to even, ...
    private static readonly SKColor s_blue = new(0x21, 0x66, 0xac), s_red = new(0xb2, 0x18, 0x2b), s_halfRed = new(216, 140, 149);

    [Theory]
    [InlineData(PictureTheme.Light)]
    [InlineData(PictureTheme.Dark)]
    public void Weights_are_blue_white_and_red_on_one_scale_for_all_units(PictureTheme theme)
    {
        // The greatest absolute weight is 2: -2 is the end of the scale, as 2 would be. Each weight is a square of 60 / 3 = 20 pixels.
        Picture picture = Pictures.Weights("Weights",
            [new float[,] { { -2, 0, 1 }, { 0.5f, float.NaN, -1 } }, new float[,] { { 0, 2, 0 }, { 0, 0, -0f } }]);
        IReadOnlyList<(double X, double Y, SKBitmap Bitmap)> images = DrawnImages.Read(picture.ToSvg(theme));
        Assert.Equal([(60, 40), (60, 40), (241, 12)], images.Select(image => (image.Bitmap.Width, image.Bitmap.Height)));
        CheckSquare(images[0].Bitmap, 0, 0, s_blue);
        CheckSquare(images[0].Bitmap, 0, 1, SKColors.White);
        CheckSquare(images[0].Bitmap, 0, 2, s_halfRed);
        CheckSquare(images[0].Bitmap, 1, 0, new SKColor(236, 197, 202)); // a quarter: 255 - 77 / 4, 255 - 231 / 4, 255 - 212 / 4
        CheckSquare(images[0].Bitmap, 1, 1, new SKColor(128, 128, 128));
        CheckSquare(images[0].Bitmap, 1, 2, new SKColor(144, 178, 214)); // (255 + 33) / 2, (255 + 102) / 2, (255 + 172) / 2, to even
        CheckSquare(images[1].Bitmap, 0, 1, s_red);
        CheckSquare(images[1].Bitmap, 1, 2, SKColors.White);
        Assert.Equal(60 + 6, images[1].X - images[0].X);
        Assert.Equal(images[0].Y, images[1].Y);
        Assert.Equal("2 units, 2 by 3 weights each, weights from −2 to 2. Blue is negative, white is 0, red is positive.",
            picture.Description);
    }

    [Fact]
    public void The_colour_bar_goes_from_minus_the_greatest_weight_to_it()
    {
        Picture picture = Pictures.Weights("Weights", [new float[,] { { 0.125f, -0.5f } }]);
        string svg = picture.ToSvg();
        SKBitmap bar = DrawnImages.Read(svg)[^1].Bitmap;
        Assert.Equal((s_blue, SKColors.White, s_red), (bar.GetPixel(0, 5), bar.GetPixel(120, 5), bar.GetPixel(240, 5)));
        Assert.Equal(["−0.5", "0", "0.5"], DrawnTexts.Read(svg).Except(["Weights"]));
    }

    [Fact]
    public void At_most_100_units_are_drawn()
    {
        Picture picture = Pictures.Weights("Weights", [.. Enumerable.Range(0, 120).Select(i => new float[,] { { i } })], columns: 20);
        Assert.Equal(100 + 1, DrawnImages.Read(picture.ToSvg()).Count);
        Assert.StartsWith("The first 100 of 120 units, 1 by 1 weights each, weights from 0 to 99.", picture.Description,
            StringComparison.Ordinal);
        Assert.InRange(picture.Width, (20 * 66) - 6 + 1, (20 * 66) + 40);
    }

    [Fact]
    public void Only_whole_filters_are_drawn()
    {
        // 33 filters of 3 channels are 99 images: the largest number up to 100.
        Network network = new(new NetworkSpec([4, 4, 3], [new Conv2D(64, 1)]), seed: 1);
        Picture picture = Assert.Single(WeightPictures.Draw(network, image: null));
        Assert.Equal(99 + 1, DrawnImages.Read(picture.ToSvg()).Count);
        Assert.StartsWith("The first 33 of 64 filters of 3 channels, 1 by 1 weights each, ", picture.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_0_are_white_and_bad_input_throws()
    {
        string zeros = Pictures.Weights("Weights", [new float[2, 2]]).ToSvg();
        Assert.Equal(SKColors.White, DrawnImages.Read(zeros)[0].Bitmap.GetPixel(1, 1));
        Assert.Equal(["0", "0", "0"], DrawnTexts.Read(zeros).Where(text => text != "Weights"));
        Assert.Equal("units", Assert.Throws<ArgumentException>(() => Pictures.Weights("Weights", [])).ParamName);
        Assert.Equal("units", Assert.Throws<ArgumentException>(() => Pictures.Weights("Weights", [new float[0, 2]])).ParamName);
        Assert.Equal("columns",
            Assert.Throws<ArgumentOutOfRangeException>(() => Pictures.Weights("Weights", [new float[1, 1]], 0)).ParamName);
    }

    private static void CheckSquare(SKBitmap bitmap, int row, int column, SKColor expected) => Assert.All(
        [bitmap.GetPixel(column * 20, row * 20), bitmap.GetPixel((column * 20) + 19, (row * 20) + 19)],
        colour => Assert.Equal(expected, colour));
}
