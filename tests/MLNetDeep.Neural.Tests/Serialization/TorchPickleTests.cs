using System.IO.Compression;
using System.Text;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Neural.Tests.Serialization;

/// <summary>Handwritten pickles in zips: such as would call functions in Python, and such as claim more than the file has.</summary>
public sealed class TorchPickleTests
{
    // The beginning of a tensor: a storage of 4 floats with the key 0.
    private const string Storage = "ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\u0000\u0000\u0000storagectorch\nFloatStorage\nX\u0001\u0000\u0000\u00000X\u0003\u0000\u0000\u0000cpuK\u0004tQ";

    // The end of a tensor: requires_grad and hooks.
    private const string End = "\u0089ccollections\nOrderedDict\n)RtR";

    [Fact]
    public void A_handwritten_tensor_is_read()
    {
        NamedTensor tensor = Assert.Single(Read(Item(Tensor("K\u0000", "K\u0002K\u0002\u0086", "K\u0001K\u0002\u0086"))).Tensors);
        Assert.Equal("w", tensor.Name);
        Assert.Equal([1f, 3, 2, 4], tensor.Values);
    }

    [Theory]
    [InlineData("cos\nsystem\nX\u0002\u0000\u0000\u0000ls\u0085R", "refers to 'os.system'")]
    [InlineData("cbuiltins\neval\nX\u0001\u0000\u0000\u00001\u0085R", "refers to 'builtins.eval'")]
    [InlineData("ctorch.nn\nLinear\n)R", "refers to 'torch.nn.Linear'")]
    [InlineData("ctorch.serialization.x\nFloatStorage\n)R", "refers to 'torch.serialization.x.FloatStorage'")]
    [InlineData("ctorch\nFloatStorage\n)R", "would call something other than what a dictionary of tensors needs")]
    [InlineData("ccollections\nOrderedDict\n)\u0081", "(NewObj) is not one that tensors of PyTorch need")]
    [InlineData("ccollections\nOrderedDict\n)RK\u0001b", "would set the state of something other than a dictionary of tensors")]
    [InlineData("(ios\nsystem\n", "(Inst) is not one that")]
    [InlineData("X\u0001\u0000\u0000\u0000aQ", "refers to something other than the values of a tensor")]
    public void Nothing_else_is_done(string instructions, string message) => Refused(Item(instructions), message);

    [Theory]
    [InlineData("K\u0000", "K\u0005\u0085", "K\u0001\u0085", "which do not fit 4 stored values")]
    [InlineData("K\u0001", "K\u0002K\u0002\u0086", "K\u0002K\u0001\u0086", "which do not fit 4 stored values")]
    [InlineData("K\u0000", "K\u0003\u0085", "K\u0002\u0085", "which do not fit 4 stored values")]
    [InlineData("\u008A\u0001\u00FF", "K\u0002\u0085", "K\u0001\u0085", "which do not fit 4 stored values")]
    [InlineData("K\u0000", "J\u00FF\u00FF\u00FF\u000F\u0085", "K\u0000\u0085", "which do not fit 4 stored values")]
    [InlineData("K\u0000", "\u008A\u0008\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u007F\u0085", "K\u0000\u0085", "has an invalid shape")]
    [InlineData("K\u0000", "K\u0002K\u0002\u0086", "\u008A\u0008\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u007FK\u0001\u0086", "which do not fit 4 stored values")]
    [InlineData("K\u0000", "K\u0000\u0085", "K\u0001\u0085", "has an invalid shape")]
    [InlineData("K\u0000", "\u008A\u0001\u00FE\u0085", "K\u0001\u0085", "has a shape or strides that are not whole numbers of 0 or more")]
    [InlineData("K\u0000", "K\u0002K\u0002\u0086", "K\u0001\u0085", "would call something other")]
    public void Views_outside_of_the_stored_values_are_refused(string offset, string shape, string strides, string message) =>
        Refused(Item(Tensor(offset, shape, strides)), message);

    // Neither is a parameter, so the values, which do not fit the types here, are not looked at.
    [Theory]
    [InlineData("IntStorage", "K\u0004\u0085", "K\u0001\u0085", "IntTensor [4]")]
    [InlineData("LongStorage", "K\u0001K\u0002\u0086", "K\u0002K\u0001\u0086", "LongTensor [1, 2]")]
    [InlineData("FloatStorage", ")", ")", "FloatTensor []")]
    public void Tensors_of_other_types_and_without_dimensions_are_known_by_name(string storage, string shape, string strides, string description)
    {
        SafetensorsContent content = Read(Item(Tensor("K\u0000", shape, strides)).Replace("FloatStorage", storage, StringComparison.Ordinal));
        Assert.Empty(content.Tensors);
        Assert.Equal([new("w", description)], content.Others);
    }

    [Theory]
    [InlineData("FloatStorage", "DoubleStorage", "should take 4 times 8 bytes, but there are 16 bytes")]
    [InlineData("K\u0004tQ", "K\u0005tQ", "should take 5 times 4 bytes, but there are 16 bytes")]
    [InlineData("\u00000X", "\u00001X", "has no entry data/1")]
    public void Storages_that_do_not_fit_are_refused(string old, string changed, string message) =>
        Refused(Item(Tensor("K\u0000", "K\u0004\u0085", "K\u0001\u0085")).Replace(old, changed, StringComparison.Ordinal), message);

    [Theory]
    [InlineData("]", "The file has a list, but a dictionary of tensors is needed")]
    [InlineData("}", "The file has no dictionary of tensors alone. It has no items with names.")]
    [InlineData("}K\u0001K\u0002s", "no items with names")]
    [InlineData("}X\u0001\u0000\u0000\u0000wK\u0002s", "It has 'w' (a number)")]
    [InlineData("}X\u0001\u0000\u0000\u0000wK\u0002sX\u0001\u0000\u0000\u0000wK\u0002s", "sets the item 'w' twice")]
    [InlineData("}(K\u0001u", "a key without a value")]
    [InlineData("K\u0001K\u0001K\u0001s", "sets items of a value that is not a dictionary")]
    public void Files_without_tensors_are_refused(string instructions, string message) => Refused(instructions, message);

    // PyTorch has at most 64 dimensions. A value that was stored is asked for again with 2 bytes (h, index), however many numbers it has.
    [Theory]
    [InlineData(65)]
    [InlineData(20_000)]
    public void Tensors_of_many_dimensions_are_refused(int dimensions)
    {
        string ones = $"X\u0001\u0000\u0000\u0000s({string.Concat(Enumerable.Repeat("K\u0001", dimensions))}tq\u0001";
        IEnumerable<string> items = Enumerable.Range(0, 200).Select(i => $"X\u0001\u0000\u0000\u0000{(char)(i + 0x80)}{Tensor("K\u0000", "h\u0001", "h\u0001")}");
        Refused($"}}({ones}{string.Concat(items)}u", $"describes a tensor of {dimensions} dimensions, but at most 64 are accepted");
    }

    [Fact]
    public void A_tensor_of_64_dimensions_is_read()
    {
        string ones = $"({string.Concat(Enumerable.Repeat("K\u0001", 64))}t";
        NamedTensor tensor = Assert.Single(Read(Item(Tensor("K\u0002", ones, ones))).Tensors);
        Assert.Equal(64, tensor.Shape.Length);
        Assert.Equal([3f], tensor.Values);
    }

    // 25 views, one value apart, of 1,000 stored values that a zip holds in few bytes.
    [Fact]
    public void Many_views_of_few_values_are_refused()
    {
        string tensor = Tensor("K\u0000", "M\u00E8\u0003\u0085", "K\u0001\u0085").Replace("K\u0004tQ", "M\u0000\u0004tQ", StringComparison.Ordinal);
        string items = string.Concat(Enumerable.Range(0, 20).Select(i => $"X\u0001\u0000\u0000\u0000{(char)('a' + i)}{tensor.Replace("QK\u0000", $"QK{(char)i}", StringComparison.Ordinal)}"));
        Refused($"}}({items}u", "more than 8 times the 1024 that are stored", new byte[4096]);
    }

    // 5 MB of zeros take 5 KB in the zip.
    [Fact]
    public void A_zip_that_expands_too_much_is_refused() => Refused(
        Item(Tensor("K\u0000", "K\u0004\u0085", "K\u0001\u0085").Replace("K\u0004tQ", "J\u0000\u0000\u0013\u0000tQ", StringComparison.Ordinal)),
        "too many for", new byte[0x130000 * 4]);

    private static string Item(string value) => $"}}X\u0001\u0000\u0000\u0000w{value}s";

    private static string Tensor(string offset, string shape, string strides) => Storage + offset + shape + strides + End;

    private static void Refused(string instructions, string message, byte[]? values = null)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(instructions, values)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    private static SafetensorsContent Read(string instructions, byte[]? values = null)
    {
        using MemoryStream file = new();
        using (ZipArchive zip = new(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(zip, "data.pkl", [0x80, 2, .. Encoding.Latin1.GetBytes(instructions), (byte)'.']);
            Write(zip, "data/0", values ?? [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40, 0, 0, 0x80, 0x40]);
        }

        return TorchFileReader.Read(file, key: null);
    }

    private static void Write(ZipArchive zip, string name, byte[] content)
    {
        using Stream stream = zip.CreateEntry(name).Open();
        stream.Write(content);
    }
}
