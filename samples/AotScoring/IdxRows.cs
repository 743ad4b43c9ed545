using System.Buffers.Binary;
using System.IO.Compression;

namespace MLNetDeep.Samples.AotScoring;

/// <summary>The pictures of an IDX file of bytes, such as those of MNIST, plain or gzipped.</summary>
internal sealed class IdxRows : IRows
{
    private const int GzipMagic = 0x1F8B;
    private const int BytesMagic = 0x000008;
    private const int MaxRowLength = 1 << 24;

    private readonly string _path;
    private readonly Stream _stream;
    private readonly int _count;
    private readonly byte[] _bytes;
    private readonly float[] _row;
    private int _next;

    private IdxRows(string path, Stream stream, int count, int length)
    {
        _path = path;
        _stream = stream;
        _count = count;
        _bytes = new byte[length];
        _row = new float[length];
    }

    public string Place => $"'{_path}', picture {_next - 1}";

    /// <summary>Opens a file if it is an IDX file; returns null if it is none.</summary>
    /// <exception cref="InvalidDataException">It is an IDX file, but of other numbers than bytes, or damaged.</exception>
    public static IdxRows? TryOpen(string path)
    {
        FileStream file = File.OpenRead(path);
        int magic = (file.ReadByte() << 8) | file.ReadByte();
        file.Position = 0;
        if (magic is not (0 or GzipMagic))
        {
            file.Dispose();
            return null;
        }

        Stream stream = magic == GzipMagic ? new GZipStream(file, CompressionMode.Decompress) : file;
        try
        {
            Span<byte> number = stackalloc byte[sizeof(int)];
            int start = ReadNumber(path, stream, number), rank = start & 0xFF;
            if (start >> 8 != BytesMagic || rank == 0)
            {
                throw new InvalidDataException($"'{path}' is not an IDX file of bytes: its first number is 0x{start:X8}, but 0x000008 and the rank are needed.");
            }

            int count = ReadNumber(path, stream, number);
            long length = 1;
            for (int i = 1; i < rank; i++)
            {
                length *= ReadNumber(path, stream, number);
                if (length is < 1 or > MaxRowLength)
                {
                    throw new InvalidDataException($"'{path}' has pictures of {length} bytes; accepted: 1 to {MaxRowLength}.");
                }
            }

            return new IdxRows(path, stream, count, (int)length);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public float[]? Read()
    {
        if (_next == _count)
        {
            return null;
        }

        _next++;
        if (_stream.ReadAtLeast(_bytes, _bytes.Length, throwOnEndOfStream: false) < _bytes.Length)
        {
            throw new InvalidDataException($"{Place}: the file ends here, but it has {_count} pictures by its header.");
        }

        for (int i = 0; i < _bytes.Length; i++)
        {
            _row[i] = _bytes[i];
        }

        return _row;
    }

    public void Dispose() => _stream.Dispose();

    private static int ReadNumber(string path, Stream stream, Span<byte> buffer) =>
        stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) == buffer.Length
            ? BinaryPrimitives.ReadInt32BigEndian(buffer)
            : throw new InvalidDataException($"'{path}' ends within its header.");
}
