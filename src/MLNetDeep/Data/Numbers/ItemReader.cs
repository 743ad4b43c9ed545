namespace MLNetDeep.Data;

/// <summary>Reads the items of a file of numbers, in file order.</summary>
internal sealed class ItemReader : IDisposable
{
    private const int BlockLength = 1 << 16;

    private readonly NumberFile _file;
    private readonly Stream _stream;
    private readonly IDisposable _owner;

    // The current item and the bytes read beyond it. Item is a slice of this block, so no item is copied.
    private readonly byte[] _block;
    private int _start;
    private int _end;
    private int _itemLength;
    private int _next;

    internal ItemReader(NumberFile file)
    {
        _file = file;
        Stream stream = file.OpenStream(out _owner, out bool isSlow);
        _stream = isSlow ? new ReadAheadStream(stream) : stream;
        try
        {
            _block = new byte[Math.Max(Math.Max(BlockLength, file.ItemSize), file.HeaderLength)];
            ReadAtLeast(_block.AsSpan(0, file.HeaderLength), file.HeaderLength, 0);
            if (file.Count == 0)
            {
                CheckEnd();
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The current item. The span is valid until <see cref="MoveNext"/> is called.</summary>
    public ReadOnlySpan<byte> Item => _block.AsSpan(_start, _itemLength);

    /// <summary>The zero-based number of the current item.</summary>
    public int Number => _next - 1;

    /// <summary>Reads the next item; returns false after the last one.</summary>
    /// <exception cref="InvalidDataException">The file ends too early or too late, or its compressed data are damaged.</exception>
    public bool MoveNext()
    {
        if (_next == _file.Count)
        {
            return false;
        }

        _start += _itemLength;
        _itemLength = 0;
        if (_end - _start < _file.ItemSize)
        {
            ReadBlock();
        }

        _itemLength = _file.ItemSize;
        _next++;
        if (_next == _file.Count)
        {
            CheckEnd();
        }

        return true;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _owner.Dispose();
    }

    // Reads at least the next item, and as much more as the stream returns at once.
    private void ReadBlock()
    {
        int kept = _end - _start;
        _block.AsSpan(_start, kept).CopyTo(_block);
        (_start, _end) = (0, kept);
        long offset = _file.HeaderLength + ((long)_next * _file.ItemSize);
        _end += ReadAtLeast(_block.AsSpan(kept), _file.ItemSize - kept, offset);
        if (_end < _file.ItemSize)
        {
            throw new InvalidDataException(
                $"{_file.Place} at offset {offset + _end}: the file ends within item {_next} of {_file.Count}, each of {_file.ItemSize} bytes.");
        }
    }

    // Reading up to the end also compares the checksum of a compressed file.
    private void CheckEnd()
    {
        long offset = _file.HeaderLength + ((long)_file.Count * _file.ItemSize);
        if (_end > _start + _itemLength || ReadAtLeast(stackalloc byte[1], 1, offset) > 0)
        {
            throw new InvalidDataException($"{_file.Place} at offset {offset}: there are more bytes after the last of {_file.Count} items.");
        }
    }

    private int ReadAtLeast(Span<byte> buffer, int minCount, long offset)
    {
        try
        {
            return _stream.ReadAtLeast(buffer, minCount, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{_file.Place} at offset {offset}: the compressed data are damaged ({e.Message})", e);
        }
    }
}
