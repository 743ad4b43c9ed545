using System.Text;

namespace MLNetDeep.Data;

/// <summary>
/// Reads a file of UTF-8 text, plain or gzipped, character by character or line by line, and knows on which line it is. Lines
/// end with LF or CR LF; other characters that Unicode counts as line breaks are part of the line.
/// </summary>
internal sealed class TextFile : IDisposable
{
    public const int End = -1;

    /// <summary>The most characters of one text, unless another number is given: what a file of a few kilobytes can be decompressed to has no bound.</summary>
    public const int DefaultMaxTextLength = 1 << 26;

    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _path;
    private readonly int _maxTextLength;
    private readonly StreamReader _reader;
    private readonly char[] _buffer = new char[1 << 14];
    private int _position;
    private int _length;

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
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

    /// <summary>The line, from 1, on which the next character is.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>The whole of a plain file.</summary>
    /// <exception cref="InvalidDataException">It is not UTF-8.</exception>
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

    /// <summary>The next character, which stays the next; <see cref="End"/> at the end.</summary>
    /// <exception cref="InvalidDataException">The text is not UTF-8 or the compressed data are damaged.</exception>
    public int Peek() => _position < _length || Fill() ? _buffer[_position] : End;

    /// <summary>The next character; <see cref="End"/> at the end.</summary>
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

    /// <summary>Whether the next character is the one given, which is then passed over.</summary>
    public bool TryTake(char expected)
    {
        if (Peek() != expected)
        {
            return false;
        }

        Next();
        return true;
    }

    /// <summary>Passes the next character over and appends it to a text.</summary>
    /// <exception cref="InvalidDataException">The text would be too long, or see <see cref="Next"/>.</exception>
    public void AppendNext(StringBuilder text)
    {
        if (text.Length == _maxTextLength)
        {
            throw new InvalidDataException($"'{_path}' at line {Line}: a text is longer than {_maxTextLength} characters.");
        }

        text.Append((char)Next());
    }

    /// <summary>The next line without its end; null where there is none.</summary>
    /// <exception cref="InvalidDataException">The line is too long, or see <see cref="Next"/>.</exception>
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
