using System.Text;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using PureHDF;

namespace MLNetDeep.Keras.Tests;

/// <summary>HDF5 files that would make the program open other files, or use much more memory than they have bytes.</summary>
[Collection(nameof(Alone))]
public class HostileFileTests
{
    // The length of the path in the fixtures that name other files.
    private const int PlaceholderLength = 240;

    private static readonly NetworkSpec s_spec = new([2], [new Dense(2)]);

    // The other file has all that is missing: it would be read if it were opened.
    [Theory]
    [InlineData("link-layers", "it has a link to another file")]
    [InlineData("link-layer", "it has a link to another file")]
    [InlineData("link-old", "it has a link to another file")]
    [InlineData("link-vars", "it has a link to another file")]
    [InlineData("link-many", "it has a link to another file")]
    [InlineData("link-soft", "it has a link to another file")]
    [InlineData("link-raw", "one of its arrays has its values in another file, or has none")]
    [InlineData("link-nothing", "layers is a link to another file, or to nothing")]
    public void Other_files_are_not_opened(string name, string message)
    {
        using TemporaryFolder folder = new();
        string other = folder.File("other.h5");
        File.Copy(Fixture("packed"), other);
        byte[] file = File.ReadAllBytes(Fixture(name));
        int place = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(new string('x', PlaceholderLength)));
        if (name != "link-nothing")
        {
            WritePath(file.AsSpan(place), other);
        }

        string path = folder.File("weights.h5");
        File.WriteAllBytes(path, file);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => KerasWeights.FromFile(path, s_spec)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_filter_may_be_used_once()
    {
        IReadOnlyList<NamedTensor> weights = new Network(s_spec, KerasWeights.FromFile(Fixture("packed"), s_spec)).GetWeights();

        // Keras has kernels of [inputs, units].
        Assert.Equal([1, 3, 2, 4], weights[0].Values);
        Assert.Equal([5, 6], weights[1].Values);
    }

    // The chunk of 16 bytes unpacks to 16 MB, or in two steps to 256 MB.
    [Theory]
    [InlineData("packed-long", "a chunk of 16 bytes unpacks to more")]
    [InlineData("packed-twice", "a chunk of 16 bytes unpacks to more")]
    [InlineData("packed-again", "its arrays are packed by deflate twice; accepted: deflate, shuffle and fletcher32, each once")]
    [InlineData("packed-scaled", "its arrays are packed by scaleoffset; accepted: deflate, shuffle and fletcher32, each once")]
    public void Chunks_are_not_unpacked_beyond_their_length(string name, string message)
    {
        // Once before, for what the first file takes.
        KerasWeights.FromFile(Fixture("packed"), s_spec);
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => KerasWeights.FromFile(Fixture(name), s_spec));
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.InRange(allocated, 1, 2 << 20);
    }

    // Filters belong to the process: the limits are not those of other users of PureHDF.
    [Fact]
    public void Other_threads_unpack_as_before()
    {
        KerasWeights.FromFile(Fixture("packed"), s_spec);
        using PureHDF.VOL.Native.NativeFile file = H5File.OpenRead(Fixture("packed-again"));
        float value = BitConverter.Int32BitsToSingle(0x3F3F3F3F);
        Assert.Equal([value, value, value, value], file.Dataset("layers/dense/vars/0").Read<float[]>());
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", $"{name}.weights.h5");

    // Texts in HDF5 end with a zero. In a link, the path in the other file follows.
    private static void WritePath(Span<byte> place, string path)
    {
        byte[] text = Encoding.UTF8.GetBytes(path);
        Assert.InRange(text.Length, 1, PlaceholderLength);
        Span<byte> rest = place[PlaceholderLength..];
        byte[] after = rest[..(rest[1..].IndexOf((byte)0) + 2)].ToArray();
        place[..PlaceholderLength].Clear();
        text.CopyTo(place);
        after.CopyTo(place[text.Length..]);
    }

    /// <summary>The allocations of the whole process are counted, so no other test may run.</summary>
    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;
}
