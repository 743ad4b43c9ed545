using System.Text;

namespace MLNetDeep.Neural.Serialization;

/// <summary>Reads bytes from a stream and counts them, so that error messages can give the offset.</summary>
/// <param name="stream">The stream to read.</param>
/// <param name="file">The file name for error messages.</param>
/// <param name="maxLength">The largest number of bytes to accept.</param>
internal sealed class ByteSource(Stream stream, string file, long maxLength)
{
    private readonly byte[] _buffer = new byte[1 << 15];
    private int _position;
    private int _length;

    /// <summary>The largest number of bytes that is accepted.</summary>
    public long MaxLength => maxLength;

    /// <summary>The number of bytes read so far.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether all bytes have been read.</summary>
    public bool AtEnd => _position == _length && !Fill();

    /// <exception cref="InvalidDataException">The file ends at this offset, or its compressed data are damaged.</exception>
    public byte ReadByte()
    {
        if (AtEnd)
        {
            throw Error("the file ends too early");
        }

        Offset++;
        return _buffer[_position++];
    }

    /// <summary>Reads an unsigned little-endian integer.</summary>
    public ulong ReadNumber(int byteCount)
    {
        ulong value = 0;
        for (int i = 0; i < byteCount; i++)
        {
            value |= (ulong)ReadByte() << (8 * i);
        }

        return value;
    }

    /// <summary>Fills a span with the next bytes.</summary>
    public void ReadBytes(Span<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = ReadByte();
        }
    }

    /// <summary>Reads bytes as Latin-1 text.</summary>
    public string ReadLatin1(int byteCount)
    {
        StringBuilder text = new();
        for (int i = 0; i < byteCount; i++)
        {
            text.Append((char)ReadByte());
        }

        return text.ToString();
    }

    /// <summary>Creates the exception for a problem at an offset. Default: the offset of the next byte.</summary>
    public InvalidDataException Error(string problem, long? offset = null) => new($"{file} at offset {offset ?? Offset}: {problem}.");

    private bool Fill()
    {
        try
        {
            _length = stream.Read(_buffer);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{file} at offset {Offset}: the compressed data are damaged ({e.Message})", e);
        }

        _position = 0;
        if (Offset + _length > maxLength)
        {
            throw Error($"there are more than {maxLength} bytes, the limit for this entry in a file of this size");
        }

        return _length > 0;
    }
}
