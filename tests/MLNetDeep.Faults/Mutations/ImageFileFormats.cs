using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Faults.Support;

namespace MLNetDeep.Faults.Mutations;

/// <summary>The formats of image files, read from a folder of one image.</summary>
internal static class ImageFileFormats
{
    private static readonly string[] s_names = ["colour.bmp", "colour.png", "colour.webp", "animated.gif", "colour.jpg", "progressive.jpg", "cmyk.jpg"];
    private static readonly MLContext s_ml = new(seed: 1);
    private static readonly DataFolder s_folder = new();

    public static IReadOnlyList<FileFormat> All { get; } =
    [
        .. s_names.Select(name => new FileFormat(name, File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Images", name)), file => Read(name, file))
        {
            Cases = 200,

            // A few bytes can be a large picture of one colour.
            Allocated = (256 << 20, 0),
        }),
    ];

    // A damaged image has no row with Skip, and throws without.
    private static void Read(string name, byte[] file)
    {
        string folder = Path.Combine(s_folder.FullName, name);
        Directory.CreateDirectory(Path.Combine(folder, "class"));
        File.WriteAllBytes(Path.Combine(folder, "class", name), file);
        IDataView rest = s_ml.Data.LoadImageFolder(folder, new() { Damaged = DamagedImages.Skip });
        int read = ReadImages(rest);
        Assert.Equal(rest.GetRowCount(), read);
        Assert.Equal(read, ReadImages(s_ml.Data.LoadImageFolder(folder)));
    }

    private static int ReadImages(IDataView view)
    {
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<MLImage> get = cursor.GetGetter<MLImage>(view.Schema["Image"]);
        MLImage? image = null;
        int count = 0;
        for (; cursor.MoveNext(); count++)
        {
            get(ref image!);
            Assert.Equal(image.Width * image.Height * 4, image.Pixels.Length);
        }

        image?.Dispose();
        return count;
    }
}
