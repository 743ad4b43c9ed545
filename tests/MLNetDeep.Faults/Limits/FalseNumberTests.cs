using System.Text;
using Microsoft.ML;
using MLNetDeep.Data;
using MLNetDeep.Faults.Mutations;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Faults.Limits;

/// <summary>Small files that claim to be huge. The memory follows what is there, not what the file says.</summary>
public sealed class FalseNumberTests : IDisposable
{
    private const long MaxAllocated = 16 << 20;

    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _ml = new(seed: 1);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(99_999_999, "{}")]
    [InlineData(long.MaxValue, "{}")]
    [InlineData(-1, "{}")]
    [InlineData(0, """{"0.weight":{"dtype":"F32","shape":[2000000000],"data_offsets":[0,8000000000]}}""")]
    [InlineData(0, """{"0.weight":{"dtype":"F32","shape":[4000000000],"data_offsets":[0,16000000000]}}""")]
    [InlineData(0, """{"0.weight":{"dtype":"F32","shape":[1],"data_offsets":[9223372036854775803,9223372036854775807]}}""")]
    public void Safetensors(long headerLength, string header)
    {
        byte[] file = [.. BitConverter.GetBytes(headerLength == 0 ? header.Length : headerLength), .. Encoding.UTF8.GetBytes(header)];
        Check(() => Network.Load(new NetworkSpec([1], [new Dense(1)]), new MemoryStream(file)));
        Check(() => Network.Load(new NetworkSpec([1], [new Dense(1)]), new EndlessPrefix(file)));
    }

    [Theory]
    [InlineData("""{"version":2,"inputShape":[2147483647,2147483647],"layers":[{"type":"dense","units":1}]}""")]
    [InlineData("""{"version":2,"inputShape":[2000000000],"layers":[{"type":"dense","units":2000000000}]}""")]
    [InlineData("""{"version":2,"inputShape":[1],"layers":[{"type":"dense","units":99999999999999}]}""")]
    [InlineData("""{"version":2,"inputShape":[1e400],"layers":[]}""")]
    public void Architectures(string json) => Check(() => NetworkSpec.FromJson(json));

    [Theory]
    [InlineData(2_000_000_000u, 28u, 28u)]
    [InlineData(2u, 40_000u, 40_000u)]
    [InlineData(uint.MaxValue, uint.MaxValue, uint.MaxValue)]
    public void Idx_files(uint count, uint height, uint width)
    {
        string images = _folder.Write("images", Idx.File(Idx.ImagesMagic, [count, height, width], [1, 2, 3]));
        string labels = _folder.Write("labels", Idx.File(Idx.LabelsMagic, [count], [1, 2, 3]));
        Check(() => _ml.Data.LoadIdx(images, labels).Preview());
    }

    [Theory]
    [InlineData("|O", 2_000_000_000)]
    [InlineData("<i8", 2_000_000_000)]
    public void Arrays(string type, int count)
    {
        _folder.Write("word_index.json", "{}"u8.ToArray());
        byte[] array = Npz.Array(type, count, Npz.Pickle([.. "]."u8]));
        string path = _folder.Write("imdb.npz", Npz.Zip(("x_train.npy", array), ("y_train.npy", array)));
        Check(() => _ml.Data.LoadImdb(path, ImdbSplit.Train).Preview());
        path = _folder.Write("mnist.npz", Npz.Zip(("x_train.npy", array), ("y_train.npy", array)));
        Check(() => _ml.Data.LoadMnist(path, MnistSplit.Train).Preview());
    }

    // 40 MB of zeros take 40 KB in a zip. What the file says is true.
    [Fact]
    public void Model_zips()
    {
        byte[] zip = ZipOfZeros(5_000, 2_000);
        Assert.InRange(zip.Length, 1, 1 << 20);
        Assert.Contains("bytes, too many for this zip", Check(() => Network.LoadFromModel(new MemoryStream(zip))), StringComparison.Ordinal);
    }

    // Weights that were never trained may be zeros.
    [Fact]
    public void Model_zips_with_some_zeros_are_loaded() =>
        Assert.Equal(new float[2_000_000], Network.LoadFromModel(new MemoryStream(ZipOfZeros(1_000, 2_000))).GetWeights()[0].Values);

    private static byte[] ZipOfZeros(int units, int inputs)
    {
        NetworkSpec spec = new([inputs], [new Dense(units, useBias: false)]);
        using MemoryStream weights = new();
        new Network(spec, [new NamedTensor("0.weight", [units, inputs], new float[units * inputs])]).SaveWeights(weights);
        return EngineFormats.Zip(Encoding.UTF8.GetBytes(spec.ToJson()), weights.ToArray());
    }

    private static string Check(Action read)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<InvalidDataException>(read).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocated);
        return message;
    }

    // A stream that cannot seek has no length to compare with.
    private sealed class EndlessPrefix(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
