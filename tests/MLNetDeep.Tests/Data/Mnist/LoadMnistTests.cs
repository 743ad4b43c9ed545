using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Data;

/// <summary>Reads small data sets in all forms in which MNIST and its relatives are published.</summary>
public sealed class LoadMnistTests : IDisposable
{
    // Two images of 2 x 3 pixels to train with, one to test with.
    private static readonly byte[] s_train = [0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255];
    private static readonly byte[] s_test = [9, 8, 7, 6, 5, 4];

    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("train-images-idx3-ubyte", "t10k-labels-idx1-ubyte")]
    [InlineData("train-images.idx3-ubyte", "t10k-labels.idx1-ubyte")]
    [InlineData("train-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")]
    [InlineData("train-images.idx3-ubyte.gz", "t10k-labels.idx1-ubyte.gz")]
    [InlineData("train-images-idx3-ubyte/train-images-idx3-ubyte", "t10k-labels-idx1-ubyte/t10k-labels-idx1-ubyte")]
    [InlineData("train-images.idx3-ubyte/train-images.idx3-ubyte", "t10k-labels.idx1-ubyte/t10k-labels.idx1-ubyte")]
    public void Idx_files_may_have_any_of_their_usual_names(string trainImages, string testLabels)
    {
        Write(trainImages, Idx.File(Idx.ImagesMagic, [2, 2, 3], s_train));
        Write(trainImages.Replace("images", "labels").Replace("idx3", "idx1"), Idx.File(Idx.LabelsMagic, [2], [3, 9]));
        Write(testLabels.Replace("labels", "images").Replace("idx1", "idx3"), Idx.File(Idx.ImagesMagic, [1, 2, 3], s_test));
        Write(testLabels, Idx.File(Idx.LabelsMagic, [1], [4]));
        Check(_folder.FullName);

        void Write(string name, byte[] content)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
            _folder.Write(name, name.EndsWith(".gz", StringComparison.Ordinal) ? Idx.Gzip(content) : content);
        }
    }

    [Theory]
    [InlineData("mnist.npz", "|u1", new byte[] { 3, 9 }, new byte[] { 4 })]
    [InlineData("other.npz", "<i8", new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0 }, new byte[] { 4, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("mnist.NPZ", "<f4", new byte[] { 0, 0, 0x40, 0x40, 0, 0, 0x10, 0x41 }, new byte[] { 0, 0, 0x80, 0x40 })]
    public void Keras_arrays_are_read(string name, string labelType, byte[] trainLabels, byte[] testLabels)
    {
        string path = WriteArrays(name, labelType, trainLabels, testLabels);
        Check(path);
        if (name == "mnist.npz")
        {
            Check(_folder.FullName);
        }
    }

    [Theory]
    [InlineData("kmnist")]
    [InlineData("k49")]
    public void The_four_files_of_KMNIST_are_read(string prefix)
    {
        Write("train-imgs", "|u1", "2, 2, 3", s_train);
        Write("train-labels", "|u1", "2,", [3, 9]);
        Write("test-imgs", "|u1", "1, 2, 3", s_test);
        Write("test-labels", "|u1", "1, 1", [4]);
        Check(_folder.FullName);

        IDataView view = _ml.Data.LoadNpz(_folder.File($"{prefix}-train-imgs.npz"), _folder.File($"{prefix}-train-labels.npz"));
        Assert.Equal<byte>([3, 9], view.GetColumn<byte>("Label"));

        File.Copy(_folder.File($"{prefix}-test-imgs.npz"), _folder.File("x-test-imgs.npz"));
        Assert.Contains(
            $"images of several data sets, {prefix}-test-imgs.npz, x-test-imgs.npz",
            Assert.Throws<InvalidDataException>(() => _ml.Data.LoadMnist(_folder.FullName, MnistSplit.Test)).Message);

        void Write(string name, string type, string shape, byte[] content) =>
            _folder.Write($"{prefix}-{name}.npz", Npz.Zip(("arr_0.npy", Array(type, shape, content))));
    }

    [Fact]
    public void Arrays_of_any_numbers_are_read()
    {
        string path = _folder.Write("x.npz", Npz.Zip(
            ("a.npy", Array("<f4", "2, 2", [0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x80, 0x7F])),
            ("b.npy", Array(">i8", "2, 2", [0, 0, 0, 0, 0, 0, 0, 5, .. new byte[6], 1, 0, .. Enumerable.Repeat<byte>(255, 8), .. new byte[8]])),
            ("c.npy", Array("|b1", "2,", [1, 0]))));
        IDataView view = _ml.Data.LoadNpz(path, path, "a", "b", labelColumn: 0);
        Assert.Equal("Image: Vector<Single, 2>, Label: Int64", string.Join(", ", view.Schema));
        Assert.Equal([[1.5f, -2f], [0f, float.PositiveInfinity]], view.GetColumn<float[]>("Image"));
        Assert.Equal([5L, -1L], view.GetColumn<long>("Label"));
        Assert.Equal([256L, 0L], _ml.Data.LoadNpz(path, path, "a", "b", labelColumn: 1).GetColumn<long>("Label"));
        Assert.Equal<byte>([1, 0], _ml.Data.LoadNpz(path, path, "a", "c").GetColumn<byte>("Label"));
        Assert.Contains("x.npz', b.npy: there are 2 numbers for each image", Error(() => _ml.Data.LoadNpz(path, path, "a", "b")));
        Assert.Contains("x.npz', c.npy: there is only one number for each image", Error(() => _ml.Data.LoadNpz(path, path, "c", "b")));
        Assert.Contains("has no array 'arr_0.npy'; it has 'a.npy', 'b.npy', 'c.npy'", Error(() => _ml.Data.LoadNpz(path, path)));
    }

    [Theory]
    [InlineData("<f4", "2, 1", 8, "the pixels are numbers of the type Single, but bytes from 0 to 255 are needed")]
    [InlineData("|O", "2,", 8, "the elements have the type '|O', but only numbers are supported")]
    [InlineData("|u1", "2, 0", 0, "an item of the array has the dimensions 0, but it must have from 1")]
    [InlineData("|u1", "2, 2147483647, 2", 0, "an item of the array has the dimensions 2147483647 x 2")]
    [InlineData("|u1", "2, 3", 5, "the header says 2 items of 3 bytes, but 5 bytes follow it")]
    [InlineData("|u1", "2, 3", 7, "the header says 2 items of 3 bytes, but 7 bytes follow it")]
    [InlineData("|u1", "3, 2", 6, "y_train.npy: there are 2 labels, but")]
    public void Unsuitable_arrays_are_refused_at_once(string type, string shape, int length, string problem)
    {
        string path = _folder.Write("mnist.npz", Npz.Zip(
            ("x_train.npy", Array(type, shape, new byte[length])), ("y_train.npy", Array("|u1", "2,", [1, 2]))));
        Assert.Contains(problem, Error(() => _ml.Data.LoadMnist(path, MnistSplit.Train)));
    }

    [Theory]
    [InlineData("<i2", new byte[] { 1, 0, 0, 1 }, "y_train.npy: label 1 is 256, but an integer from 0 to 255 is needed")]
    [InlineData("|i1", new byte[] { 1, 0xFE }, "label 1 is -2,")]
    [InlineData("<f4", new byte[] { 0, 0, 0, 0, 0, 0, 0, 0x3F }, "label 1 is 0.5,")]
    public void Labels_that_are_no_bytes_are_refused(string type, byte[] labels, string problem)
    {
        string path = WriteArrays("mnist.npz", type, labels, labels[..(labels.Length / 2)]);
        IDataView view = _ml.Data.LoadMnist(path, MnistSplit.Train);
        Assert.Contains(problem, Error(() => view.GetColumn<byte>("Label").Count()));
    }

    [Fact]
    public void A_compressed_array_of_many_blocks_is_read_completely()
    {
        byte[] pixels = [.. Enumerable.Range(0, 700 * 784).Select(i => (byte)(i / 3))];
        byte[] labels = [.. Enumerable.Range(0, 700).Select(i => (byte)(i % 10))];
        string path = _folder.Write("big.npz", Npz.Zip(
            ("x_test.npy", Array("|u1", "700, 28, 28", pixels)), ("y_test.npy", Array("|u1", "700,", labels))));
        IDataView view = _ml.Data.LoadMnist(path, MnistSplit.Test);
        Assert.Equal("Image: Vector<Byte, 28, 28>", $"{view.Schema[0]}");
        Assert.Equal(pixels, view.GetColumn<byte[]>("Image").SelectMany(image => image));
        Assert.Equal(labels, view.GetColumn<byte>("Label"));

        // A cursor that is left early gives the file back.
        using (DataViewRowCursor cursor = view.GetRowCursor(view.Schema))
        {
            Assert.True(cursor.MoveNext());
        }

        File.Move(path, _folder.File("moved.npz"));
    }

    [Fact]
    public void What_is_missing_is_named_with_what_is_accepted()
    {
        string message = Assert.Throws<FileNotFoundException>(() => _ml.Data.LoadMnist(_folder.FullName, MnistSplit.Train)).Message;
        Assert.Contains(_folder.File("train-images-idx3-ubyte.gz"), message);
        Assert.Contains("a dot before idx, mnist.npz, and files such as kmnist-train-imgs.npz", message);
        string file = _folder.Write("train-images-idx3-ubyte", Idx.File(Idx.ImagesMagic, [1, 2, 3], s_test));
        Assert.Contains("labels-idx1", Assert.Throws<FileNotFoundException>(() => _ml.Data.LoadMnist(_folder.FullName, MnistSplit.Train)).Message);
        Assert.Contains("is a file; accepted: the folder", Error(() => _ml.Data.LoadMnist(file, MnistSplit.Train)));
        Assert.Throws<FileNotFoundException>(() => _ml.Data.LoadMnist(_folder.File("no.npz"), MnistSplit.Train));
    }

    private void Check(string path)
    {
        IDataView train = _ml.Data.LoadMnist(path, MnistSplit.Train);
        IDataView test = _ml.Data.LoadMnist(path, MnistSplit.Test);
        Assert.Equal("Image: Vector<Byte, 2, 3>, Label: Byte", string.Join(", ", train.Schema));
        Assert.Equal((2, 1), (train.GetRowCount(), test.GetRowCount()));
        Assert.Equal(s_train.Chunk(6), train.GetColumn<byte[]>("Image"));
        Assert.Equal([s_test], test.GetColumn<byte[]>("Image"));
        Assert.Equal<byte>([3, 9], train.GetColumn<byte>("Label"));
        Assert.Equal<byte>([4], test.GetColumn<byte>("Label"));
    }

    private string WriteArrays(string name, string labelType, byte[] trainLabels, byte[] testLabels) => _folder.Write(name, Npz.Zip(
        ("x_test.npy", Array("|u1", "1, 2, 3", s_test)),
        ("x_train.npy", Array("|u1", "2, 2, 3", s_train)),
        ("y_train.npy", Array(labelType, "2,", trainLabels)),
        ("y_test.npy", Array(labelType, "1,", testLabels))));

    // NumPy fills a header with spaces up to a multiple of 64 bytes, and ends it with a line feed.
    private static byte[] Array(string type, string shape, byte[] content)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({shape}), }}";
        return Npz.Array(header.PadRight(117) + '\n', content);
    }

    private static string Error(Func<object> load) => Assert.Throws<InvalidDataException>(load).Message;
}
