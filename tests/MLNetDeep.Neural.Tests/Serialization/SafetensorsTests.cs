using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using MLNetDeep.Neural.Serialization;
using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Serialization;

public class SafetensorsTests
{
    private static readonly NetworkSpec Small = new([2], [new Dense(3)]);

    [Fact]
    public void Weights_survive_a_round_trip()
    {
        Network network = new(Samples.Mlp(), seed: 5);
        using MemoryStream stream = new();
        network.SaveWeights(stream);
        stream.Position = 0;
        Close.SameBits(network.GetWeights(), Network.Load(network.Spec, stream).GetWeights());
        Assert.True(stream.CanRead);
    }

    // The stream of a zip entry has no length and cannot seek.
    [Fact]
    public void Streams_need_not_seek()
    {
        Network network = new(new NetworkSpec([700], [new Dense(2000)]), seed: 5);
        using MemoryStream file = new();
        using (DeflateStream packed = new(file, CompressionLevel.Fastest, leaveOpen: true))
        {
            network.SaveWeights(packed);
        }

        file.Position = 0;
        using DeflateStream unpacked = new(file, CompressionMode.Decompress);
        Close.SameBits(network.GetWeights(), Network.Load(network.Spec, unpacked).GetWeights());
    }

    // The expected bytes were written by hand from the format specification. Python's xxhash made the checksum, from the same bytes with 32
    // zeros in its place: xxhash.xxh128(data).hexdigest().
    [Fact]
    public void The_written_bytes_match_the_specification()
    {
        Network network = new(new NetworkSpec([1], [new Dense(1)]), [new("0.weight", [1, 1], [1]), new("0.bias", [1], [-2])]);
        using MemoryStream stream = new();
        network.SaveWeights(stream);
        byte[] expected = Bytes(
            """{"__metadata__":{"mlnetdeep.checksum":"0af183a2beb19723a035438f4ee7ed7f"},"0.weight":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"0.bias":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}      """,
            [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]);
        Assert.Equal(expected, stream.ToArray());
        Assert.Equal(0, (expected.Length - 8) % 8);
    }

    // 0xFF is in no UTF-8 text, and \ud800 is half of a surrogate pair.
    [Theory]
    [InlineData("""{"0.weight?":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"0.weight":{"dtype":"F32?","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"0.weight":{"dtype":"F32","sh?ape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"__metadata__":{"a?":"b"},"0.weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"__metadata__":{"a":"b?"},"0.weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"__metadata__":{"a?":1,"b":{"c?":2}},"0.weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""")]
    public void Names_that_are_not_text_throw(string header)
    {
        Network.Load(new NetworkSpec([1], [new Dense(1, useBias: false)]), new MemoryStream(Bytes(
            """{"0.weight":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}""", new byte[4])));
        Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new MemoryStream(Bytes(
            header.Replace("?", "\\ud800", StringComparison.Ordinal), new byte[4]))));
        Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new MemoryStream(
            [.. Bytes(header, new byte[4]).Select(b => b == '?' ? (byte)0xFF : b)])));
    }

    [Fact]
    public void Tensors_may_be_in_any_order_with_metadata()
    {
        byte[] file = Bytes(
            """{"__metadata__":{"format":"pt"},"0.weight":{"data_offsets":[12,36],"dtype":"F32","shape":[3,2]},"0.bias":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""",
            [0, 0, 0x80, 0x3F, .. new byte[32]]);
        Network network = Network.Load(Small, new MemoryStream(file));
        Assert.Equal([1f, 0, 0], network.GetWeights()[1].Values);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needs 8 bytes; its data_offsets are [0, 4]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "needs 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "needs 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "-8 in its data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0.5,8]}}""", 8, "0.5 in its data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "overlap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "not valid JSON")]
    [InlineData("""{"a":{"dtype":"I64","shape":[2],"data_offsets":[0,16]}}""", 16, "dtype I64; this library reads F32, F16, BF16, F64")]
    [InlineData("""{"a":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[0,2]}}""", 2, "dtype F8_E4M3")]
    [InlineData("""{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,8]}}""", 8, "needs 4 bytes")]
    [InlineData("""{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,8]}}""", 8, "needs 16 bytes")]
    [InlineData("""{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}""", 3, "4 bytes of values; the stream has 3")]
    [InlineData("""{"a":{"dtype":7,"shape":[2],"data_offsets":[0,4]}}""", 4, "no dtype")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8, "no dtype")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,8]}}""", 8, "no shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", 8, "no data_offsets")]
    [InlineData("""{"a":7}""", 8, "no dtype")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", 0, "has an invalid shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "-1 in its shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967297],"data_offsets":[0,4]}}""", 4, "has an invalid shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647,4],"data_offsets":[0,16]}}""", 16, "has an invalid shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,0]}}""", 0, "has an invalid shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "8 bytes of values; the stream has 7")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "8 bytes of values; the stream has 9")]
    [InlineData("""{"a":{"dtype":"F32","shape":[500000000],"data_offsets":[0,2000000000]}}""", 9, "the stream has 9")]
    [InlineData("[]", 0, "not a JSON object")]
    [InlineData("{", 0, "not valid JSON")]
    [InlineData("", 0, "not valid JSON")]
    public void Invalid_files_throw(string header, int dataLength, string message)
    {
        byte[] file = Bytes(header, new byte[dataLength]);
        Assert.Contains(
            message,
            Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new MemoryStream(file))).Message,
            StringComparison.Ordinal);

        // Without a stream length, the error is only detected while reading, but the sizes in the header are still not trusted.
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new DeflateStream(Deflated(file), CompressionMode.Decompress)));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 20_000_000);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(7, 0)]
    [InlineData(8, 1)]
    [InlineData(8, 99_999_999)]
    [InlineData(8, 100_000_001)]
    [InlineData(8, long.MaxValue)]
    [InlineData(8, -1)]
    public void A_missing_header_throws(int length, long claimedLength)
    {
        byte[] file = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(file, claimedLength);
        file = file[..length];
        Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new MemoryStream(file)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => SafetensorsReader.Read(new DeflateStream(Deflated(file), CompressionMode.Decompress)));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 5_000_000);
    }

    [Theory]
    [InlineData("""{"0.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"0.bias":{"dtype":"F32","shape":[3],"data_offsets":[24,36]}}""", 36, "has the shape [2, 3]; the network needs [3, 2]")]
    [InlineData("""{"0.weight":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]}}""", 24, "0.bias [3] is missing")]
    [InlineData("{}", 0, "is missing")]
    public void Tensors_of_a_different_architecture_throw(string header, int dataLength, string message)
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(
            () => Network.Load(Small, new MemoryStream(Bytes(header, new byte[dataLength]))));
        Assert.StartsWith("The weights do not fit the architecture", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Truncated_files_throw()
    {
        using MemoryStream whole = new();
        new Network(Small).SaveWeights(whole);
        for (int length = 0; length < whole.Length; length++)
        {
            byte[] cut = whole.ToArray()[..length];
            Assert.Throws<InvalidDataException>(() => Network.Load(Small, new MemoryStream(cut)));
            Assert.Throws<InvalidDataException>(() => Network.Load(Small, new DeflateStream(Deflated(cut), CompressionMode.Decompress)));
        }
    }

    private static byte[] Bytes(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        return [.. length, .. text, .. data];
    }

    private static MemoryStream Deflated(byte[] bytes)
    {
        MemoryStream stream = new();
        using (DeflateStream packed = new(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            packed.Write(bytes);
        }

        stream.Position = 0;
        return stream;
    }

    [Fact]
    public void A_zip_file_is_refused_by_what_it_is()
    {
        MemoryStream zip = new();
        using (ZipArchive archive = new(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("TransformerChain").Open().Dispose();
        }

        zip.Position = 0;
        string message = Assert.Throws<InvalidDataException>(() => Network.Load(zip)).Message;
        Assert.Equal(
            "This is a zip file, not a safetensors file. If it is a model of ML.NET, load it with MLContext.Model.Load, or its network alone with "
            + "Network.LoadFromModel; if PyTorch wrote it, use PretrainedWeights.FromFile.",
            message);
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, zip.ToArray());
            foreach (Action load in new Action[] { () => Network.Load(path), () => TrainingCheckpoint.Load(path) })
            {
                Assert.Equal($"'{path}' cannot be loaded. {message}", Assert.Throws<InvalidDataException>(load).Message);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }
}
