using PureHDF;

namespace MLNetDeep.Keras.Files;

/// <summary>
/// A stream whose reads are counted. HDF5 files refer from one place to the next, so that a damaged one can lead in circles: with a limit on the
/// number of reads, that ends with an exception. It also refuses what would make PureHDF open other files.
/// </summary>
internal sealed class GuardedStream(Stream source) : Stream, IDatasetStream
{
    // Opening one object takes some dozen reads, a large one some thousand.
    private const long MaxReads = 100_000;

    // Each chunk of an array takes some reads, so one more read is allowed per this many bytes of the file. Keras makes no smaller chunks.
    private const long BytesPerRead = 64;

    // An external link begins with three bytes: version 1; flags, of which bit 3 says that a type follows; and the type, 64. PureHDF reads each of
    // them by itself, and the whole link before it opens the other file, even if links are only listed.
    private const int LinkStart = 0x010840;
    private const int LinkStartMask = 0xFF08FF;

    private readonly long _maxReads = MaxReads + (source.Length / BytesPerRead);
    private long _reads;
    private long _afterSingle;
    private int _singles;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => source.Length;

    public override long Position
    {
        get => source.Position;
        set => source.Position = value >= 0 && value <= source.Length
            ? value
            : throw new InvalidDataException($"it refers to byte {value} of {source.Length}");
    }

    /// <summary>The number of bytes of values that were read: those of arrays, not those that describe them.</summary>
    public long ValueBytesRead { get; private set; }

    /// <summary>
    /// Whether only values may be read. The values of a contiguous array need no other read; one would be that of the list of external files.
    /// </summary>
    public bool HasOnlyValues { get; set; }

    /// <summary>Begins to count anew, for the next object.</summary>
    public void Restart()
    {
        _reads = 0;
        HasOnlyValues = false;
    }

    /// <exception cref="InvalidDataException">There were too many reads, or the file refers to another one.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (++_reads > _maxReads)
        {
            throw new InvalidDataException($"one of its objects takes more than {_maxReads} reads");
        }

        if (HasOnlyValues)
        {
            throw new InvalidDataException("one of its arrays has its values in another file, or has none");
        }

        long position = source.Position;
        int count = source.Read(buffer);
        if (count == 1 && buffer.Length == 1)
        {
            _singles = position == _afterSingle ? (_singles << 8) | buffer[0] : buffer[0];
            _afterSingle = position + 1;
            if ((_singles & LinkStartMask) == LinkStart)
            {
                throw new InvalidDataException("it has a link to another file");
            }
        }

        return count;
    }

    /// <summary>Reads values of an array.</summary>
    public void ReadDataset(Span<byte> buffer)
    {
        source.ReadExactly(buffer);
        ValueBytesRead += buffer.Length;
        GuardedFilter.BeginChunk();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => Position,
        _ => Length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
