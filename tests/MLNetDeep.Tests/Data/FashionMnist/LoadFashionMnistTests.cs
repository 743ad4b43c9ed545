using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Data;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Tests.Data;

/// <summary>Reads small data sets in Fashion-MNIST's form.</summary>
public sealed class LoadFashionMnistTests : IDisposable
{
    private static readonly byte[] s_pixels = [0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255];

    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Labels_are_keys_with_the_names_of_the_classes()
    {
        IDataView view = Load(0, 9);
        Assert.Equal("Image: Vector<Byte, 2, 3>, Label: Key<UInt32, 0-9> {KeyValues}", string.Join(", ", view.Schema));
        Assert.Equal([1u, 10u], view.GetColumn<uint>("Label"));
        Assert.Equal([s_pixels[..6], s_pixels[6..]], view.GetColumn<byte[]>("Image"));
        IDataView texts = _ml.Transforms.Conversion.MapKeyToValue("Label").Fit(view).Transform(view);
        Assert.Equal(["T-shirt/top", "Ankle boot"], texts.GetColumn<string>("Label"));
    }

    [Fact]
    public void A_label_beyond_the_classes_is_refused() => Assert.Contains(
        "label 1 is 10, but an integer from 0 to 9 is needed",
        Assert.Throws<InvalidDataException>(() => Load(3, 10).GetColumn<uint>("Label").Count()).Message);

    [Fact]
    public void A_missing_file_is_named() => Assert.Contains(
        _folder.File("t10k-images-idx3-ubyte.gz"),
        Assert.Throws<FileNotFoundException>(() => _ml.Data.LoadFashionMnist(_folder.FullName, MnistSplit.Test)).Message);

    private IDataView Load(params byte[] labels)
    {
        _folder.Write("train-images-idx3-ubyte.gz", Idx.Gzip(Idx.File(Idx.ImagesMagic, [2, 2, 3], s_pixels)));
        _folder.Write("train-labels-idx1-ubyte.gz", Idx.Gzip(Idx.File(Idx.LabelsMagic, [2], labels)));
        return _ml.Data.LoadFashionMnist(_folder.FullName, MnistSplit.Train);
    }
}
