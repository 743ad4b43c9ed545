using PureHDF;

namespace MLNetDeep.Keras.Files;

/// <summary>
/// A stream whose reads are counted. HDF5 files refer from one place to the next, so that a damaged one can lead in circles: with a limit on the
/// number of reads, that ends with an exception.
/// </summary>
internal sealed class GuardedStream(Stream source) : Stream, IDatasetStream
{
    // Opening one object takes some dozen reads, a large one some thousand.
    private const long MaxReads = 100_000;

    // In chunked arrays, each chunk takes some reads. Chunks of less than this many bytes are not made by Keras.
    private const long BytesPerRead = 64;

    private readonly long _maxReads = MaxReads + (source.Length / BytesPerRead);
    private long _reads;

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

    /// <summary>Begins to count anew, for the next object.</summary>
    public void Restart() => _reads = 0;

    /// <exception cref="InvalidDataException">There were too many reads.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (++_reads > _maxReads)
        {
            throw new InvalidDataException($"one of its objects takes more than {_maxReads} reads");
        }

        return source.Read(buffer);
    }

    /// <summary>Reads values of an array.</summary>
    public void ReadDataset(Span<byte> buffer)
    {
        ReadExactly(buffer);
        ValueBytesRead += buffer.Length;
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
