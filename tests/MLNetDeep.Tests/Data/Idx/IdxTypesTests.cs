using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Tests.Support;
using MLNetDeep.Transforms;

namespace MLNetDeep.Tests.Data;

/// <summary>Reads IDX files with each type of numbers. The bytes are worked out by hand from the description of the format.</summary>
public sealed class IdxTypesTests : IDisposable
{
    private static readonly byte[] s_twoImages = Idx.File(Idx.ImagesMagic, [2, 1, 2], [1, 2, 3, 4]);

    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    // Big-endian: the most significant byte comes first. Floats are those of IEEE 754: 1.5 is 0x3FC00000 and -2 is 0xC0000000 in 32 bits.
    [Fact]
    public void Images_may_have_each_type_of_the_format()
    {
        Check<byte>(0x08, "Byte", [1, 0xFF], [1, 255]);
        Check<sbyte>(0x09, "SByte", [1, 0xFF], [1, -1]);
        Check<short>(0x0B, "Int16", [0x01, 0x02, 0xFF, 0xFE], [258, -2]);
        Check<int>(0x0C, "Int32", [0, 1, 0, 2, 0xFF, 0xFF, 0xFF, 0xFD], [65538, -3]);
        Check<float>(0x0D, "Single", [0x3F, 0xC0, 0, 0, 0xC0, 0, 0, 0], [1.5f, -2f]);
        Check<double>(0x0E, "Double", [0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0], [1.5, -2.0]);

        void Check<T>(uint code, string type, byte[] content, T[] expected)
        {
            foreach (bool gzip in (bool[])[false, true])
            {
                byte[] images = Idx.File((code << 8) | 3, [1, 1, 2], content);
                byte[] labels = Idx.File((code << 8) | 1, [1], content[..(content.Length / 2)]);
                IDataView view = Load(gzip ? Idx.Gzip(images) : images, labels);
                Assert.Equal($"Image: Vector<{type}, 1, 2>, Label: {type}", string.Join(", ", view.Schema));
                Assert.Equal([expected], view.GetColumn<T[]>("Image"));
                Assert.Equal([expected[0]], view.GetColumn<T>("Label"));
            }
        }
    }

    // 30,000 images of 3 floats are 360,000 bytes, more than the block of 65,536 bytes that is read at once, which 12 does not divide.
    [Fact]
    public void Numbers_of_four_bytes_are_read_across_blocks()
    {
        byte[] content = new byte[30_000 * 3 * 4];
        for (int i = 0; i < 90_000; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteSingleBigEndian(content.AsSpan(4 * i), i);
        }

        IDataView view = Load(Idx.File(0x0D02, [30_000, 3], content), Idx.File(Idx.LabelsMagic, [30_000], new byte[30_000]));
        Assert.Equal(Enumerable.Range(0, 90_000).Select(i => (float)i), view.GetColumn<float[]>("Image").SelectMany(image => image));
    }

    [Fact]
    public void Images_may_have_channels_or_only_one_dimension()
    {
        Assert.Equal("Image: Vector<Byte, 1, 2, 3>", $"{Load(Idx.File(0x0804, [1, 1, 2, 3], new byte[6]), Idx.File(0x0801, [1], [7])).Schema[0]}");
        Assert.Equal("Image: Vector<Byte, 6>", $"{Load(Idx.File(0x0802, [1, 6], new byte[6]), Idx.File(0x0801, [1], [7])).Schema[0]}");
    }

    // As in QMNIST's labels: 32-bit integers, several for each image, the digit first.
    [Fact]
    public void The_label_is_chosen_among_several_numbers()
    {
        byte[] labels = Idx.File(0x0C02, [2, 3], [0, 0, 0, 7, 0, 0, 1, 0, 0, 0, 0, 9, 0, 0, 0, 5, 0, 0, 2, 0, 0, 0, 0, 8]);
        Assert.Contains(
            "labels': there are 3 numbers for each image; set labelColumn",
            Assert.Throws<InvalidDataException>(() => Load(s_twoImages, labels)).Message);
        Assert.Equal([7, 5], Load(s_twoImages, labels, 0).GetColumn<int>("Label"));
        Assert.Equal([256, 512], Load(s_twoImages, labels, 1).GetColumn<int>("Label"));
        Assert.Equal([9, 8], Load(s_twoImages, labels, 2).GetColumn<int>("Label"));
        Assert.Contains(
            "has the label columns 0 to 2",
            Assert.Throws<ArgumentOutOfRangeException>("labelColumn", () => Load(s_twoImages, labels, 3)).Message);
        Assert.Throws<ArgumentOutOfRangeException>("labelColumn", () => Load(s_twoImages, labels, -1));
        Assert.Equal([1, 2], Load(s_twoImages, Idx.File(0x0C02, [2, 1], [0, 0, 0, 1, 0, 0, 0, 2])).GetColumn<int>("Label"));
    }

    [Fact]
    public void Floats_are_flattened_and_integers_become_keys()
    {
        byte[] images = Idx.File(0x0D03, [2, 1, 2], [0x3F, 0xC0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0, 0x3F, 0x80, 0, 0]);
        IDataView view = Load(images, Idx.File(0x0C01, [2], [0, 0, 1, 0, 0, 0, 0, 3]));
        IDataView mapped = _ml.Transforms.FlattenImage("Features", "Image", scale: 2)
            .Append(_ml.Transforms.Conversion.MapValueToKey("Label")).Fit(view).Transform(view);
        Assert.Equal([[3f, -4f], [0f, 2f]], mapped.GetColumn<float[]>("Features"));
        Assert.Equal([1u, 2u], mapped.GetColumn<uint>("Label"));
    }

    [Theory]
    [InlineData(0x00000A03, "0x00000A03")]
    [InlineData(0x00000F03, "0x00000F03")]
    [InlineData(0x01000803, "0x01000803")]
    [InlineData(0x00000801, "0x00000801")]
    public void Other_magic_numbers_are_refused(uint magic, string text)
    {
        string message = Assert.Throws<InvalidDataException>(
            () => Load(Idx.File(magic, [2, 1, 2], new byte[64]), Idx.File(Idx.LabelsMagic, [2], [1, 2]))).Message;
        Assert.Contains(
            $"images' at offset 0: the magic number is {text}, but 0x0000, a type (0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E) and the number of "
            + "dimensions (2 to 255) are needed",
            message);
    }

    [Theory]
    [InlineData(0x0C, new byte[] { 0, 0, 0, 1, 0, 0, 0 }, 19, 1)]
    [InlineData(0x0E, new byte[] { 0, 0, 0, 1, 0, 0, 0 }, 19, 0)]
    public void A_cut_file_is_refused_with_the_offset_of_its_end(uint code, byte[] content, int offset, int item)
    {
        byte[] images = Idx.File((code << 8) | 2, [2, 1], content);
        IDataView view = Load(images, Idx.File(Idx.LabelsMagic, [2], [1, 2]));
        string message = Assert.Throws<InvalidDataException>(() => Count(view)).Message;
        Assert.Contains($"at offset {offset}: the file ends within item {item} of 2", message);
    }

    private static int Count(IDataView view)
    {
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        int count = 0;
        while (cursor.MoveNext())
        {
            count++;
        }

        return count;
    }

    private IDataView Load(byte[] images, byte[] labels, int? labelColumn = null) =>
        _ml.Data.LoadIdx(_folder.Write("images", images), _folder.Write("labels", labels), labelColumn);
}
