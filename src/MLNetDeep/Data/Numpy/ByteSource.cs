using System.Text;

namespace MLNetDeep.Data;

/// <summary>Reads bytes and knows where in the file it is, to say so where something is wrong.</summary>
/// <param name="stream">The bytes.</param>
/// <param name="file">What they are, for messages.</param>
/// <param name="most">How many bytes there may be.</param>
internal sealed class ByteSource(Stream stream, string file, long most)
{
    private readonly byte[] _buffer = new byte[1 << 15];
    private int _position;
    private int _length;

    /// <summary>How many bytes there may be.</summary>
    public long Most => most;

    /// <summary>How many bytes have been read.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether there is no further byte.</summary>
    public bool AtEnd => _position == _length && !Fill();

    /// <exception cref="InvalidDataException">The file ends here, or its compressed data are damaged.</exception>
    public byte ReadByte()
    {
        if (AtEnd)
        {
            throw Error("the file ends too early");
        }

        Offset++;
        return _buffer[_position++];
    }

    /// <summary>An unsigned number, the low byte first.</summary>
    public ulong ReadNumber(int bytes)
    {
        ulong value = 0;
        for (int i = 0; i < bytes; i++)
        {
            value |= (ulong)ReadByte() << (8 * i);
        }

        return value;
    }

    /// <summary>Bytes as the characters of the same numbers.</summary>
    public string ReadLatin1(int bytes)
    {
        StringBuilder text = new();
        for (int i = 0; i < bytes; i++)
        {
            text.Append((char)ReadByte());
        }

        return text.ToString();
    }

    /// <summary>The exception for something wrong at an offset; without one, at the next byte.</summary>
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
        if (Offset + _length > most)
        {
            throw Error($"there are more than the {most} bytes that a file of this size and this entry of it may have");
        }

        return _length > 0;
    }
}
