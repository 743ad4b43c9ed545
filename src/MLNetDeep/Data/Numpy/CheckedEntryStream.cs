using System.IO.Compression;
using System.IO.Hashing;

namespace MLNetDeep.Data;

/// <summary>
/// Reads an entry of a zip file and, at its end, compares its length and its CRC-32 with those in the file; <see cref="ZipArchiveEntry"/> does
/// neither.
/// </summary>
internal sealed class CheckedEntryStream(ZipArchiveEntry entry) : Stream
{
    private readonly Stream _stream = entry.Open();
    private readonly Crc32 _crc = new();
    private long _length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="InvalidDataException">The entry is damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        int count = _stream.Read(buffer);
        _crc.Append(buffer[..count]);
        _length += count;
        if (count == 0 && !buffer.IsEmpty && (_length != entry.Length || _crc.GetCurrentHashAsUInt32() != entry.Crc32))
        {
            throw new InvalidDataException("the content does not match the length and the CRC-32 in the zip");
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return Read(buffer.AsSpan(offset, count));
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
        }

        base.Dispose(disposing);
    }
}
