using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Data;

public sealed class LoadIdxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    // Three images of 2 x 3 pixels with the values 0..5, 6..11 and 12..17.
    private static readonly byte[] s_images = Idx.File(Idx.ImagesMagic, [3, 2, 3], Enumerable.Range(0, 18).Select(i => (byte)i).ToArray());
    private static readonly byte[] s_labels = Idx.File(Idx.LabelsMagic, [3], [7, 0, 255]);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Plain_and_gzipped_files_yield_the_same_rows(bool gzipImages, bool gzipLabels)
    {
        IDataView view = Load(gzipImages ? Idx.Gzip(s_images) : s_images, gzipLabels ? Idx.Gzip(s_labels) : s_labels);

        Assert.Equal("Image: Vector<Byte, 2, 3>, Label: Byte", string.Join(", ", view.Schema));
        Assert.Equal(3, view.GetRowCount());
        Assert.Equal([[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11], [12, 13, 14, 15, 16, 17]], view.GetColumn<byte[]>("Image"));
        Assert.Equal<byte>([7, 0, 255], view.GetColumn<byte>("Label"));
    }

    [Fact]
    public void The_bundled_digits_are_those_of_MNIST()
    {
        IDataView train = _ml.Data.LoadMnist(Repository.PathOf("data", "mnist"), MnistSplit.Train);
        IDataView test = _ml.Data.LoadMnist(Repository.PathOf("data", "mnist"), MnistSplit.Test);

        Assert.Equal(60_000, train.GetRowCount());
        Assert.Equal(10_000, test.GetRowCount());

        // The expected counts of each digit in the test set are those published by the authors of MNIST.
        Assert.Equal(
            [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
            test.GetColumn<byte>("Label").CountBy(label => label).OrderBy(c => c.Key).Select(c => c.Value));
        Assert.Equal<byte>([5, 0, 4, 1, 9], train.GetColumn<byte>("Label").Take(5));
    }

    [Fact]
    public void Unrequested_columns_are_not_read()
    {
        IDataView view = Load(s_images, s_labels);
        File.Delete(_folder.File("images"));

        Assert.Equal<byte>([7, 0, 255], view.GetColumn<byte>("Label"));
        using DataViewRowCursor cursor = view.GetRowCursor([view.Schema["Label"]]);
        Assert.False(cursor.IsColumnActive(view.Schema["Image"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => cursor.GetGetter<VBuffer<byte>>(view.Schema["Image"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(view.Schema["Label"]));
    }

    [Fact]
    public void Each_cursor_reads_the_files_from_the_start()
    {
        IDataView view = Load(s_images, s_labels);
        _folder.Write("labels", Idx.File(Idx.LabelsMagic, [3], [1, 2, 3]));
        Assert.Equal<byte>([1, 2, 3], view.GetColumn<byte>("Label"));
    }

    [Fact]
    public void Position_is_the_row_index_and_negative_before_and_after_the_rows()
    {
        IDataView view = Load(s_images, s_labels);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        ValueGetter<byte> getLabel = cursor.GetGetter<byte>(view.Schema["Label"]);
        byte label = 0;

        Assert.Equal(-1, cursor.Position);
        Assert.Throws<InvalidOperationException>(() => getLabel(ref label));
        for (int row = 0; row < 3; row++)
        {
            Assert.True(cursor.MoveNext());
            Assert.Equal(row, cursor.Position);
        }

        Assert.False(cursor.MoveNext());
        Assert.Equal(-1, cursor.Position);
    }

    [Theory]
    [InlineData(0, 12)]
    [InlineData(3, 12)]
    [InlineData(4, 16)]
    [InlineData(15, 16)]
    public void Truncated_header_error_names_the_offset(int length, int headerLength) => Assert.Contains(
        $"images' at offset {length}: the file ends within its header of {headerLength} bytes", LoadFails(s_images[..length], s_labels));

    [Theory]
    [InlineData(16, 16, 0)]
    [InlineData(21, 21, 0)]
    [InlineData(22, 22, 1)]
    [InlineData(33, 33, 2)]
    public void Truncated_rows_error_names_the_offset_of_the_end(int length, int offset, int item)
    {
        IDataView view = Load(s_images[..length], s_labels);
        string message = Assert.Throws<InvalidDataException>(() => view.GetColumn<byte[]>("Image").Count()).Message;
        Assert.Contains($"images' at offset {offset}: the file ends within item {item} of 3, each of 6 bytes", message);
    }

    // Items end before, at and after the end of a read block; one item is longer than a block.
    [Theory]
    [InlineData(1000, false)]
    [InlineData(1024, false)]
    [InlineData(1000, true)]
    [InlineData(70_000, false)]
    [InlineData(70_000, true)]
    public void Files_of_many_blocks_are_read_completely_and_truncation_errors_name_the_offset(int size, bool gzip)
    {
        const int Count = 200;
        byte[] content = new byte[Count * size];
        new Random(1).NextBytes(content);
        byte[] images = Idx.File(Idx.ImagesMagic, [Count, 4, (uint)size / 4], content);
        byte[] labels = Idx.File(Idx.LabelsMagic, [Count], content[..Count]);

        IDataView view = Load(gzip ? Idx.Gzip(images) : images, labels);
        byte[][] read = [.. view.GetColumn<byte[]>("Image")];
        Assert.Equal(Count, read.Length);
        Assert.All(content.Chunk(size).Zip(read), pair => Assert.Equal(pair.First, pair.Second));
        Assert.Equal(content[..Count], view.GetColumn<byte>("Label"));

        byte[] cut = images[..(16 + (150 * size) + 7)];
        view = Load(gzip ? Idx.Gzip(cut) : cut, labels);
        using DataViewRowCursor cursor = view.GetRowCursor(view.Schema);
        for (int row = 0; row < 150; row++)
        {
            Assert.True(cursor.MoveNext());
        }

        Assert.Contains($"at offset {cut.Length}: the file ends within item 150 of 200", Assert.Throws<InvalidDataException>(() => cursor.MoveNext()).Message);
    }

    [Fact]
    public void Different_count_error_names_both_files()
    {
        string message = LoadFails(s_images, Idx.File(Idx.LabelsMagic, [4], [1, 2, 3, 4]));
        Assert.Contains("labels' at offset 4: there are 4 labels", message);
        Assert.Contains("images' at offset 4 has 3 images", message);
    }

    [Theory]
    [InlineData(new uint[] { 0xFFFFFFFF, 2, 3 }, 4, 0)]
    [InlineData(new uint[] { 3, 0, 3 }, 8, 1)]
    [InlineData(new uint[] { 3, 2, 0x80000000 }, 12, 2)]
    [InlineData(new uint[] { 3, 0x10000, 0x10000 }, 8, 1)]
    [InlineData(new uint[] { 3, 4, 5 }, 12, 2)]
    public void Impossible_dimensions_throw_before_memory_is_allocated(uint[] dimensions, int offset, int dimension) =>
        Assert.Contains($"images' at offset {offset}: dimension {dimension} is", LoadFails(Idx.File(Idx.ImagesMagic, dimensions, []), s_labels));

    [Fact]
    public void Damaged_compression_error_names_the_file()
    {
        byte[] damaged = Idx.Gzip(s_images);
        damaged.AsSpan(12, damaged.Length - 12).Fill(0xFF);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Load(damaged, s_labels).GetColumn<byte[]>("Image").Count());
        Assert.Contains("images' at offset", exception.Message);
    }

    [Fact]
    public void Missing_file_error_names_the_file()
    {
        FileNotFoundException exception = Assert.Throws<FileNotFoundException>(() => _ml.Data.LoadMnist(_folder.FullName, MnistSplit.Test));
        Assert.Contains(_folder.File("t10k-images-idx3-ubyte.gz"), exception.Message);
    }

    [Fact]
    public void Invalid_split_throws() =>
        Assert.Throws<ArgumentOutOfRangeException>("split", () => _ml.Data.LoadMnist(_folder.FullName, (MnistSplit)2));

    private IDataView Load(byte[] images, byte[] labels) => _ml.Data.LoadIdx(_folder.Write("images", images), _folder.Write("labels", labels));

    private string LoadFails(byte[] images, byte[] labels) => Assert.Throws<InvalidDataException>(() => Load(images, labels)).Message;
}
