using System.Text;

namespace MLNetDeep.Data;

/// <summary>
/// Reads a UTF-8 text file, plain or gzipped, by character or by line, and counts the lines. Lines end with LF or CR LF; other
/// Unicode line breaks do not end a line.
/// </summary>
internal sealed class TextFile : IDisposable
{
    public const int End = -1;

    /// <summary>
    /// The default limit on the number of characters in one text. It is needed because a small file may decompress to any length.
    /// </summary>
    public const int DefaultMaxTextLength = 1 << 26;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _path;
    private readonly int _maxTextLength;
    private readonly StreamReader _reader;
    private readonly char[] _buffer = new char[1 << 14];
    private int _position;
    private int _length;

    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public TextFile(string path, int maxTextLength = DefaultMaxTextLength)
    {
        _path = path;
        _maxTextLength = maxTextLength;
        _reader = new StreamReader(FileStreams.OpenRead(path), s_strictUtf8, detectEncodingFromByteOrderMarks: false, 1 << 14);
        if (Peek() == '\uFEFF')
        {
            Next();
        }
    }

    /// <summary>The one-based line number of the next character.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Reads a plain (not gzipped) file as one text.</summary>
    /// <exception cref="InvalidDataException">The file is not UTF-8.</exception>
    public static string ReadAll(string path)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        int mark = bytes.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        try
        {
            return s_strictUtf8.GetString(bytes[mark..]);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"'{path}' at offset {mark + e.Index}: the text is not UTF-8.", e);
        }
    }

    /// <summary>Returns the next character without reading it; <see cref="End"/> at the end of the file.</summary>
    /// <exception cref="InvalidDataException">The text is not UTF-8 or the compressed data are damaged.</exception>
    public int Peek() => _position < _length || Fill() ? _buffer[_position] : End;

    /// <summary>Reads the next character; returns <see cref="End"/> at the end of the file.</summary>
    /// <exception cref="InvalidDataException">The text is not UTF-8 or the compressed data are damaged.</exception>
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

    /// <summary>Reads the next character and appends it to a text.</summary>
    /// <exception cref="InvalidDataException">The text is too long or not UTF-8, or the compressed data are damaged.</exception>
    public void AppendNext(StringBuilder text)
    {
        if (text.Length == _maxTextLength)
        {
            throw new InvalidDataException($"'{_path}' at line {Line}: a text is longer than {_maxTextLength} characters.");
        }

        text.Append((char)Next());
    }

    /// <summary>Reads the next line, without its line break; returns null at the end of the file.</summary>
    /// <exception cref="InvalidDataException">The line is too long or not UTF-8, or the compressed data are damaged.</exception>
    public string? ReadLine()
    {
        if (Peek() == End)
        {
            return null;
        }

        StringBuilder line = new();
        while (Peek() is not (End or '\n'))
        {
            AppendNext(line);
        }

        Next();
        if (line.Length > 0 && line[^1] == '\r')
        {
            line.Length--;
        }

        return line.ToString();
    }

    public void Dispose() => _reader.Dispose();

    private bool Fill()
    {
        try
        {
            _length = _reader.Read(_buffer);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"'{_path}' at line {Line} or soon after: the text is not UTF-8.", e);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{_path}' at line {Line} or soon after: the compressed data are damaged ({e.Message})", e);
        }

        _position = 0;
        return _length > 0;
    }
}
