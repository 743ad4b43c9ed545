using System.IO.Compression;
using System.IO.Hashing;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// Reads an entry of a zip file and, at its end, compares its length and its CRC-32 with those in the file; <see cref="ZipArchiveEntry"/> does
/// neither.
/// </summary>
internal sealed class CheckedEntryStream(ZipArchiveEntry entry) : ForwardStream
{
    private readonly Stream _stream = entry.Open();
    private readonly Crc32 _crc = new();
    private long _length;

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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
        }

        base.Dispose(disposing);
    }
}
