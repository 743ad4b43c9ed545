using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;

namespace MLNetDeep.Images.Tests;

/// <summary>Reads images in many formats and modes, which Fixtures/make_images.py has written.</summary>
public sealed class ImageFormatsTests : IDisposable
{
    private readonly PictureFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The script's formulas: (40x, 60y, 10(x + y)) for colours, 40x + 10y for grey.
    [Theory]
    [InlineData("colour.bmp", true)]
    [InlineData("colour.webp", true)]
    [InlineData("colour.png", true)]
    [InlineData("palette.gif", true)]
    [InlineData("animated.gif", true)]
    [InlineData("grey.bmp", false)]
    [InlineData("grey16.png", false)]
    [InlineData("grey-alpha.png", false)]
    public void Lossless_images_have_their_exact_colours(string name, bool isColour)
    {
        (int width, int height, (int Red, int Green, int Blue)[] pixels) = Read(name);
        Assert.Equal((3, 2), (width, height));
        Assert.Equal(
            Enumerable.Range(0, 6).Select(i => (X: i % 3, Y: i / 3)).Select(at => isColour
                ? (40 * at.X, 60 * at.Y, 10 * (at.X + at.Y))
                : ((40 * at.X) + (10 * at.Y), (40 * at.X) + (10 * at.Y), (40 * at.X) + (10 * at.Y))),
            pixels);
    }

    // JPEG is not lossless. The orientation of EXIF data is not applied: the picture stays wide.
    [Theory]
    [InlineData("colour.jpg")]
    [InlineData("progressive.jpg")]
    [InlineData("cmyk.jpg")]
    [InlineData("orientation.jpg")]
    public void JPEG_images_have_their_colours(string name)
    {
        (int width, int height, (int Red, int Green, int Blue)[] pixels) = Read(name);
        Assert.Equal((16, 8), (width, height));
        for (int i = 0; i < pixels.Length; i++)
        {
            (int red, int green, int blue) = i % 16 < 8 ? (200, 100, 50) : (20, 40, 60);
            Assert.InRange(pixels[i].Red, red - 2, red + 2);
            Assert.InRange(pixels[i].Green, green - 2, green + 2);
            Assert.InRange(pixels[i].Blue, blue - 2, blue + 2);
        }
    }

    // Their pixels are many for the bytes of the files.
    [Theory]
    [InlineData("blank.webp", 20_000)]
    [InlineData("blank.png", 2_000)]
    public void Blank_pages_are_read(string name, int pixelsPerByte)
    {
        Assert.True(new FileInfo(Path.Combine(AppContext.BaseDirectory, "Fixtures", name)).Length < 4200 * 4200 / pixelsPerByte);
        using MLImage image = ReadImage(name);
        Assert.Equal((4200, 4200), (image.Width, image.Height));
        Assert.Equal(-1, image.Pixels.IndexOfAnyExcept((byte)255));
    }

    private (int Width, int Height, (int Red, int Green, int Blue)[] Pixels) Read(string name)
    {
        using MLImage image = ReadImage(name);
        Assert.Equal(MLPixelFormat.Bgra32, image.PixelFormat);
        byte[] pixels = image.Pixels.ToArray();
        Assert.All(pixels.Chunk(4), pixel => Assert.Equal(255, pixel[3]));
        return (image.Width, image.Height, [.. pixels.Chunk(4).Select(pixel => ((int)pixel[2], (int)pixel[1], (int)pixel[0]))]);
    }

    private MLImage ReadImage(string name)
    {
        _folder.Write($"a/{name}", File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", name)));
        IDataView view = _folder.ML.Data.LoadImageFolder(_folder.FullName);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<MLImage> get = cursor.GetGetter<MLImage>(view.Schema["Image"]);
        MLImage image = null!;
        Assert.True(cursor.MoveNext());
        get(ref image);
        return image;
    }
}
