using System.Buffers;
using System.Text;

namespace MLNetDeep.Data;

/// <summary>
/// Reads a text file, plain or gzipped, by character or by line, and counts the lines. Lines end with LF or CR LF; other Unicode line
/// breaks do not end a line. Bytes that are not text in the file's encoding are refused, never replaced.
/// </summary>
internal sealed class TextFile : IDisposable
{
    public const int End = -1;

    /// <summary>
    /// The default limit on the number of characters in one text. It is needed because a small file may decompress to any length.
    /// </summary>
    public const int DefaultMaxTextLength = 1 << 26;

    private const int BlockLength = 1 << 14;

    private static readonly SearchValues<char> s_lineFeed = SearchValues.Create('\n');

    private readonly string _path;
    private readonly int _maxTextLength;
    private readonly Stream _stream;
    private readonly Decoder _decoder;
    private readonly byte[] _bytes = new byte[BlockLength];
    private readonly char[] _buffer;
    private int _firstBlockStart;
    private int _firstBlockEnd;
    private int _position;
    private int _length;
    private bool _isFlushed;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">The encoding; null for UTF-8. A byte order mark at the start of the file takes precedence.</param>
    /// <param name="maxTextLength">The largest number of characters in one text.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public TextFile(string path, Encoding? encoding = null, int maxTextLength = DefaultMaxTextLength)
    {
        _path = path;
        _maxTextLength = maxTextLength;
        _stream = FileStreams.OpenRead(path);
        try
        {
            _firstBlockEnd = ReadBytes(StrictEncodings.MaxMarkLength);
            (Encoding, _firstBlockStart) = StrictEncodings.Detect(_bytes.AsSpan(0, _firstBlockEnd), encoding);
            _decoder = Encoding.GetDecoder();
            _buffer = new char[Encoding.GetMaxCharCount(BlockLength)];
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    /// <summary>The encoding of the file. Its decoder throws on bytes that are not text.</summary>
    public Encoding Encoding { get; }

    /// <summary>The one-based line number of the next character.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Reads a plain (not gzipped) file as one text.</summary>
    /// <exception cref="InvalidDataException">The file has bytes that are not text in its encoding.</exception>
    public static string ReadAll(string path, Encoding? encoding = null)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        (Encoding strict, int mark) = StrictEncodings.Detect(bytes, encoding);
        string text;
        try
        {
            text = strict.GetString(bytes[mark..]);
        }
        catch (DecoderFallbackException e)
        {
            int line = 1 + strict.GetString(bytes.Slice(mark, e.Index)).Count(c => c == '\n');
            throw new InvalidDataException($"'{path}' at line {line}: {StrictEncodings.Describe(e, strict)}", e);
        }

        int nul = text.IndexOf('\0', StringComparison.Ordinal);
        return nul < 0 ? text : throw new InvalidDataException(
            $"'{path}' at line {1 + text.AsSpan(0, nul).Count('\n')}: {StrictEncodings.DescribeNul(strict)}");
    }

    /// <summary>Returns the next character without reading it; <see cref="End"/> at the end of the file.</summary>
    /// <exception cref="InvalidDataException">The file has bytes that are not text, or the compressed data are damaged.</exception>
    public int Peek() => _position < _length || Fill() ? _buffer[_position] : End;

    /// <summary>Reads the next character; returns <see cref="End"/> at the end of the file.</summary>
    /// <exception cref="InvalidDataException">The file has bytes that are not text, or the compressed data are damaged.</exception>
    public int Next()
    {
        int next = Peek();
        if (next == End)
        {
            return next;
        }

        _position++;
        if (next == '\n')
        {
            Line++;
        }

        return next;
    }

    /// <summary>Reads the next character if it is the expected one; returns whether it was.</summary>
    public bool TryTake(char expected)
    {
        if (Peek() != expected)
        {
            return false;
        }

        Next();
        return true;
    }

    /// <summary>Appends the characters before the next of the given ones, or before the end of the file, to a text.</summary>
    /// <exception cref="InvalidDataException">The text is too long or not text, or the compressed data are damaged.</exception>
    public void AppendUntil(SearchValues<char> stops, StringBuilder text)
    {
        while (Peek() != End)
        {
            ReadOnlySpan<char> rest = _buffer.AsSpan(_position, _length - _position);
            int stop = rest.IndexOfAny(stops);
            ReadOnlySpan<char> taken = stop < 0 ? rest : rest[..stop];
            Line += taken.Count('\n');
            if (text.Length > _maxTextLength - taken.Length)
            {
                throw new InvalidDataException($"'{_path}' at line {Line}: a text is longer than {_maxTextLength} characters.");
            }

            text.Append(taken);
            _position += taken.Length;
            if (stop >= 0)
            {
                return;
            }
        }
    }

    /// <summary>Reads the next line, without its line break; returns null at the end of the file.</summary>
    /// <exception cref="InvalidDataException">The line is too long or not text, or the compressed data are damaged.</exception>
    public string? ReadLine()
    {
        if (Peek() == End)
        {
            return null;
        }

        StringBuilder line = new();
        AppendUntil(s_lineFeed, line);
        Next();
        if (line.Length > 0 && line[^1] == '\r')
        {
            line.Length--;
        }

        return line.ToString();
    }

    public void Dispose() => _stream.Dispose();

    private bool Fill()
    {
        int start = _firstBlockStart;
        int end = _firstBlockEnd;
        _firstBlockStart = _firstBlockEnd = 0;
        _position = _length = 0;
        while (_length == 0 && !_isFlushed)
        {
            if (start == end)
            {
                (start, end) = (0, ReadBytes(1));
                _isFlushed = end == 0;
            }

            _length = Decode(_bytes.AsSpan(start, end - start));
            start = end;
        }

        int nul = _buffer.AsSpan(0, _length).IndexOf('\0');
        if (nul >= 0)
        {
            throw new InvalidDataException(
                $"'{_path}' at line {Line + _buffer.AsSpan(0, nul).Count('\n')}: {StrictEncodings.DescribeNul(Encoding)}",
                new DecoderFallbackException());
        }

        return _length > 0;
    }

    private int ReadBytes(int minimum)
    {
        try
        {
            return _stream.ReadAtLeast(_bytes, minimum, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{_path}' at line {Line} or soon after: the compressed data are damaged ({e.Message})", e);
        }
    }

    private int Decode(ReadOnlySpan<byte> block)
    {
        try
        {
            return _decoder.GetChars(block, _buffer, _isFlushed);
        }
        catch (DecoderFallbackException e)
        {
            long line = Line + block[..Math.Clamp(e.Index, 0, block.Length)].Count(Encoding.GetBytes("\n"));
            throw new InvalidDataException($"'{_path}' at line {line}: {StrictEncodings.Describe(e, Encoding)}", e);
        }
    }
}
