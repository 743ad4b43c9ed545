namespace Microsoft.ML.Data;

/// <summary>Reads lines from a text, as they are up to the line's end (CR, LF or both), without making a string of each.</summary>
internal sealed class LineSource(TextReader reader) : IDisposable
{
    private const int BufferSize = 1 << 15;

    private readonly char[] _buffer = new char[BufferSize];
    private int _position;
    private int _length;
    private bool _skipLineFeed;

    /// <summary>Appends the next line to a buffer; false where there is none.</summary>
    public bool TryAppend(CharBuffer line)
    {
        bool isStarted = false;
        while (Fill())
        {
            ReadOnlySpan<char> rest = _buffer.AsSpan(_position, _length - _position);
            if (_skipLineFeed)
            {
                _skipLineFeed = false;
                if (rest[0] == '\n')
                {
                    _position++;
                    continue;
                }
            }
            isStarted = true;
            int end = rest.IndexOfAny('\r', '\n');
            line.Append(end < 0 ? rest : rest[..end]);
            if (end < 0)
            {
                _position = _length;
                continue;
            }
            _position += end + 1;
            _skipLineFeed = rest[end] == '\r';
            return true;
        }
        return isStarted;
    }

    public void Dispose() => reader.Dispose();

    private bool Fill()
    {
        if (_position < _length)
            return true;
        _length = reader.Read(_buffer);
        _position = 0;
        return _length > 0;
    }
}
