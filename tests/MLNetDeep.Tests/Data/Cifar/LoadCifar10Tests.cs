using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Data;

/// <summary>Reads small data sets in the form of CIFAR-10's binary version.</summary>
public sealed class LoadCifar10Tests : IDisposable
{
    private const string Names = "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n";

    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("cifar-10-batches-bin/")]
    public void Images_have_their_channels_last(string prefix)
    {
        WriteDataSet(prefix);
        IDataView train = _ml.Data.LoadCifar10(_folder.FullName, Cifar10Split.Train);
        Assert.Equal("Image: Vector<Byte, 32, 32, 3>, Label: Key<UInt32, 0-9> {KeyValues}", string.Join(", ", train.Schema));
        Assert.Equal(10, train.GetRowCount());
        Assert.Equal([1u, 2u, 3u, 4u, 5u, 6u, 7u, 8u, 9u, 10u], train.GetColumn<uint>("Label"));
        byte[][] images = [.. train.GetColumn<byte[]>("Image")];
        Assert.Equal(10, images.Length);
        for (int i = 0; i < images.Length; i++)
        {
            Assert.Equal(Enumerable.Range(0, 3072).Select(slot => Value(i, slot % 3, slot / 3)), images[i]);
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        train.Schema["Label"].GetKeyValues(ref names);
        Assert.Equal(Names.Trim().Split('\n'), names.DenseValues().Select(name => $"{name}"));
        IDataView test = _ml.Data.LoadCifar10(_folder.FullName, Cifar10Split.Test);
        Assert.Equal([8u], test.GetColumn<uint>("Label"));
        Assert.Equal(Value(20, 1, 5), test.GetColumn<byte[]>("Image").Single()[(5 * 3) + 1]);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        WriteDataSet("");
        File.Delete(_folder.File("data_batch_4.bin"));
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => _ml.Data.LoadCifar10(_folder.FullName, Cifar10Split.Train));
        Assert.StartsWith($"'{_folder.File("data_batch_4.bin")}' does not exist. CIFAR-10's binary version has batches.meta.txt,", error.Message);
        Assert.Equal(1, _ml.Data.LoadCifar10(_folder.FullName, Cifar10Split.Test).GetRowCount());
        File.Delete(_folder.File("batches.meta.txt"));
        Assert.Contains(
            "batches.meta.txt' does not exist", Assert.Throws<FileNotFoundException>(() => _ml.Data.LoadCifar10(_folder.FullName, Cifar10Split.Test)).Message);
    }

    [Fact]
    public void An_archive_and_the_Python_version_are_refused_by_name()
    {
        string archive = _folder.Write("cifar-10-binary.tar.gz", [1]);
        Assert.StartsWith(
            $"'{archive}' is a file; accepted: the folder cifar-10-batches-bin",
            Assert.Throws<DirectoryNotFoundException>(() => _ml.Data.LoadCifar10(archive, Cifar10Split.Train)).Message);
        Directory.CreateDirectory(_folder.File("cifar-10-batches-py"));
        _folder.Write("cifar-10-batches-py/batches.meta", [1]);
        foreach (string folder in (string[])[_folder.FullName, _folder.File("cifar-10-batches-py")])
        {
            Assert.Contains(
                "The folder has CIFAR-10's Python version, which is not read; the binary version has batches.meta.txt, ",
                Assert.Throws<FileNotFoundException>(() => _ml.Data.LoadCifar10(folder, Cifar10Split.Train)).Message);
        }
    }

    [Theory]
    [InlineData("data_batch_2.bin", 6145, "data_batch_2.bin' has 6145 bytes; accepted: a multiple of 3073")]
    [InlineData("data_batch_2.bin", 0, "data_batch_2.bin' has 0 bytes; accepted: a multiple of 3073")]
    [InlineData("data_batch_2.bin", 3073, "data_batch_2.bin' has 1 images, but '")]
    [InlineData("batches.meta.txt", 20, "batches.meta.txt' has 2 lines; accepted: 10 different names")]
    public void A_cut_file_is_refused_at_once(string name, int length, string problem)
    {
        WriteDataSet("");
        _folder.Write(name, File.ReadAllBytes(_folder.File(name))[..length]);
        Assert.Contains(problem, Assert.Throws<InvalidDataException>(() => _ml.Data.LoadCifar10(_folder.FullName, Cifar10Split.Train)).Message);
    }

    [Fact]
    public void A_label_beyond_the_classes_is_refused_when_it_is_read()
    {
        WriteDataSet("");
        byte[] file = File.ReadAllBytes(_folder.File("test_batch.bin"));
        file[0] = 10;
        _folder.Write("test_batch.bin", file);
        IDataView view = _ml.Data.LoadCifar10(_folder.FullName, Cifar10Split.Test);
        Assert.Contains(
            "test_batch.bin': the label of image 0 is 10, but an integer from 0 to 9 is needed",
            Assert.Throws<InvalidDataException>(() => view.GetColumn<uint>("Label").Count()).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ml.Data.LoadCifar10(_folder.FullName, (Cifar10Split)2));
    }

    // Two images in each training file, with the labels 0 to 9, and one in the test file.
    private void WriteDataSet(string prefix)
    {
        Directory.CreateDirectory(_folder.File(prefix));
        _folder.Write($"{prefix}batches.meta.txt", System.Text.Encoding.ASCII.GetBytes(Names));
        for (int i = 0; i < 5; i++)
        {
            _folder.Write($"{prefix}data_batch_{i + 1}.bin", [.. Record(2 * i, (byte)(2 * i)), .. Record((2 * i) + 1, (byte)((2 * i) + 1))]);
        }

        _folder.Write($"{prefix}test_batch.bin", Record(20, 7));
    }

    private static byte[] Record(int image, byte label) =>
        [label, .. Enumerable.Range(0, 3072).Select(i => Value(image, i / 1024, i % 1024))];

    private static byte Value(int image, int channel, int pixel) => (byte)((7 * image) + (80 * channel) + (3 * pixel));
}
