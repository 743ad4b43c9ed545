using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;
using MLNetDeep.Data;

namespace MLNetDeep.Images.Tests;

/// <summary>Images of any mode and size become vectors of one size.</summary>
public sealed class ImageModesTests : IDisposable
{
    private static readonly ImageFolderOptions s_inOrder = new() { Shuffle = false };

    private readonly PictureFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Colours are multiplied by alpha: 255 * 128 / 255 is 128, and 100 * 128 / 255 is 50.2.
    [Fact]
    public void Grey_palette_and_alpha_become_three_channels()
    {
        _folder.Write("a/1.png", Png.File(Png.Mode.Grey, 2, [0, 50, 100, 255]));
        _folder.Write("a/2.png", Png.File(Png.Mode.Rgb, 2, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
        _folder.Write("a/3.png", Png.File(Png.Mode.Palette, 2, [0, 1, 1, 0], palette: [10, 20, 30, 40, 50, 60]));
        _folder.Write("a/4.png", Png.File(Png.Mode.Rgba, 2, [255, 100, 0, 128, 255, 100, 0, 0, 9, 8, 7, 255, 6, 5, 4, 255]));
        IDataView view = _folder.ML.Data.LoadImageFolder(_folder.FullName, s_inOrder);
        byte[][] expected =
        [
            [0, 0, 0, 50, 50, 50, 100, 100, 100, 255, 255, 255],
            [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
            [10, 20, 30, 40, 50, 60, 40, 50, 60, 10, 20, 30],
            [128, 50, 0, 0, 0, 0, 9, 8, 7, 6, 5, 4],
        ];
        Assert.Equal(expected, Pixels(view, 2, 2));
    }

    [Theory]
    [InlineData(ImageResizingEstimator.ResizingKind.IsoCrop)]
    [InlineData(ImageResizingEstimator.ResizingKind.Fill)]
    public void Images_of_mixed_sizes_are_those_that_LoadImages_reads(ImageResizingEstimator.ResizingKind kind)
    {
        Random random = new(1);
        byte[] palette = new byte[256 * 3];
        random.NextBytes(palette);
        for (int i = 0; i < 8; i++)
        {
            byte[] values = new byte[(5 + i) * (9 - i) * 12];
            random.NextBytes(values);
            Png.Mode mode = Enum.GetValues<Png.Mode>()[i % 4];
            _folder.Write($"a/{i}.png", Png.File(mode, 5 + i, values, mode == Png.Mode.Palette ? palette : null));
        }

        IDataView view = _folder.ML.Data.LoadImageFolder(_folder.FullName, s_inOrder);
        IDataView paths = _folder.ML.Transforms.DropColumns("Image").Append(_folder.ML.Transforms.LoadImages("Image", "", "ImagePath")).Fit(view).Transform(view);
        byte[][] pixels = Pixels(view, 4, 3, kind);
        Assert.Equal(Pixels(paths, 4, 3, kind), pixels);
        Assert.Equal(8, pixels.DistinctBy(image => string.Join(',', image)).Count());
    }

    private byte[][] Pixels(
        IDataView view, int width, int height, ImageResizingEstimator.ResizingKind kind = ImageResizingEstimator.ResizingKind.IsoCrop) =>
    [
        .. _folder.ML.Transforms.ResizeImages("Image", width, height, resizing: kind)
            .Append(_folder.ML.Transforms.ExtractPixels("Pixels", "Image", interleavePixelColors: true, outputAsFloatArray: false))
            .Fit(view).Transform(view).GetColumn<byte[]>("Pixels"),
    ];
}
