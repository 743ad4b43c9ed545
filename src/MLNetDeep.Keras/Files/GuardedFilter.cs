using System.IO.Compression;
using System.Runtime.InteropServices;
using PureHDF.Filters;

namespace MLNetDeep.Keras.Files;

/// <summary>
/// A filter of PureHDF, which unpacks chunks of arrays. On a thread that reads a file of Keras, each filter may be used once for a chunk, only those
/// that h5py offers by name are accepted, and a chunk is not unpacked beyond its length. Other threads get the filter of PureHDF as it is, because
/// filters are registered for the whole process.
/// </summary>
internal sealed class GuardedFilter(IH5Filter filter, bool isAccepted) : IH5Filter
{
    // What fletcher32 adds to a chunk.
    private const int ChecksumLength = 4;

    [ThreadStatic]
    private static bool s_isGuarded;

    [ThreadStatic]
    private static int s_used;

    public ushort FilterId => filter.FilterId;

    public string Name => filter.Name;

    /// <summary>Puts limits on all chunks that the current thread reads.</summary>
    public static void GuardThisThread()
    {
        // The program may have registered others since the last call.
        H5Filter.Register(new GuardedFilter(new DeflateFilter(), isAccepted: true));
        H5Filter.Register(new GuardedFilter(new ShuffleFilter(), isAccepted: true));
        H5Filter.Register(new GuardedFilter(new Fletcher32Filter(), isAccepted: true));
        H5Filter.Register(new GuardedFilter(new ScaleOffsetFilter(), isAccepted: false));
        s_isGuarded = true;
    }

    /// <summary>Says that the filters after this call are those of another chunk.</summary>
    public static void BeginChunk() => s_used = 0;

    public uint[] GetParameters(uint[] chunkDimensions, uint typeSize, Dictionary<string, object>? options) =>
        filter.GetParameters(chunkDimensions, typeSize, options);

    public Memory<byte> Filter(FilterInfo info)
    {
        if (!s_isGuarded || !info.Flags.HasFlag(H5FilterFlags.Decompress))
        {
            return filter.Filter(info);
        }

        int bit = 1 << FilterId;
        if (!isAccepted || (s_used & bit) != 0)
        {
            throw new InvalidDataException($"its arrays are packed by {Name}{(isAccepted ? " twice" : "")}; accepted: deflate, shuffle and fletcher32, each once");
        }

        s_used |= bit;
        return FilterId == DeflateFilter.Id ? Inflate(info) : filter.Filter(info);
    }

    private static Memory<byte> Inflate(FilterInfo info)
    {
        byte[] content = new byte[info.ChunkSize + ChecksumLength];
        ArraySegment<byte> packed = MemoryMarshal.TryGetArray<byte>(info.Buffer, out ArraySegment<byte> segment) ? segment : info.Buffer.ToArray();
        using ZLibStream stream = new(new MemoryStream(packed.Array!, packed.Offset, packed.Count), CompressionMode.Decompress);
        int length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return length < content.Length || stream.ReadByte() < 0
            ? content.AsMemory(0, length)
            : throw new InvalidDataException($"a chunk of {info.ChunkSize} bytes unpacks to more");
    }
}
