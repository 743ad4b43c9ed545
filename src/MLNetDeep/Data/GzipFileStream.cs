using System.IO.Compression;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Data;

/// <summary>
/// Decompresses a gzip file and checks that it is complete. <see cref="GZipStream"/> compares the checksum and the length in the trailer, but
/// where a file ends before its trailer, it reports the end of the data as if all were well, and it ignores what follows the trailer.
/// </summary>
/// <remarks>
/// A gzip file consists of members, one after the other. At the end of the file, this class appends a member with known content: it comes out
/// of the decompression whole only if the file ends at the end of a member.
/// </remarks>
internal sealed class GzipFileStream : ForwardStream
{
    private static readonly byte[] s_mark = "complete"u8.ToArray();
    private static readonly byte[] s_markMember = Compress(s_mark);

    private readonly Source _source;
    private readonly GZipStream _gzip;
    private bool _isComplete;

    /// <param name="file">The file, at its start. It is disposed with this stream.</param>
    public GzipFileStream(FileStream file)
    {
        _source = new Source(file);
        _gzip = new GZipStream(_source, CompressionMode.Decompress);
    }

    /// <exception cref="InvalidDataException">The compressed data are damaged, end too early, or are followed by something else.</exception>
    public override int Read(Span<byte> buffer)
    {
        int count = _isComplete ? 0 : _gzip.Read(buffer);
        if (count == 0 && !buffer.IsEmpty && !_isComplete)
        {
            CheckEnd();
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private void CheckEnd()
    {
        _source.AppendMark();
        Span<byte> rest = stackalloc byte[s_mark.Length + 1];
        int count;
        try
        {
            count = _gzip.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            count = 0;
        }

        _isComplete = rest[..count].SequenceEqual(s_mark)
            ? true
            : throw new InvalidDataException("the compressed data end too early, or are followed by something else");
    }

    private static byte[] Compress(byte[] content)
    {
        using MemoryStream member = new();
        using (GZipStream gzip = new(member, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return member.ToArray();
    }

    /// <summary>The bytes of the file, then those of the member with the mark.</summary>
    private sealed class Source(FileStream file) : ForwardStream
    {
        private int _markPosition = s_markMember.Length;

        public void AppendMark() => _markPosition = 0;

        public override int Read(Span<byte> buffer)
        {
            int count = file.Read(buffer);
            if (count == 0)
            {
                count = Math.Min(buffer.Length, s_markMember.Length - _markPosition);
                s_markMember.AsSpan(_markPosition, count).CopyTo(buffer);
                _markPosition += count;
            }

            return count;
        }

            protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
