namespace Microsoft.ML.Data;

/// <summary>Finds one field of a line after another.</summary>
internal sealed class FieldScanner(TextFormat format, FieldList fields)
{
    private const int MaximumIndexDigits = 9;

    private readonly char[] _separators = format.Separators;
    private readonly bool _separatesBySpace = format.IsSeparator(' ');
    private int _next;

    /// <summary>Where the field starts in the line.</summary>
    public int Start { get; private set; }

    /// <summary>Where the field ends in the line.</summary>
    public int End { get; private set; }

    /// <summary>The index of a field in sparse form; -1 for another one.</summary>
    public int SparseIndex { get; private set; }

    /// <summary>Whether the field is not quoted as it should be; it counts as empty then.</summary>
    public bool IsBadlyQuoted { get; private set; }

    /// <summary>Whether the field has no characters.</summary>
    public bool IsEmpty => _length == 0;

    private int _contentStart;
    private int _length;

    // Where the content lies in the buffer of unescaped fields; -1 where it is a part of the line.
    private int _unescapedStart;

    /// <summary>Goes to the start of a line.</summary>
    public void Reset() => _next = 0;

    /// <summary>Adds the field to the list.</summary>
    public void AddTo(FieldList list, int number)
    {
        if (_unescapedStart >= 0)
            list.AddUnescaped(number, _unescapedStart);
        else
            list.Add(number, _contentStart, _length);
    }

    /// <summary>Scans the next field; false where it is the last of the line.</summary>
    public bool MoveNext(ReadOnlySpan<char> line)
    {
        int i = _next;
        SkipSpaces(line, ref i);
        Start = i;
        SparseIndex = -1;
        IsBadlyQuoted = false;
        _unescapedStart = -1;
        _contentStart = i;
        _length = 0;
        if (format.AllowSparse && i < line.Length && char.IsAsciiDigit(line[i]))
            ScanSparseIndex(line, ref i);

        if (i < line.Length)
        {
            if (line[i] == '"' && format.AllowQuoting)
            {
                ScanQuoted(line, ref i);
            }
            else
            {
                _contentStart = i;
                i += FindSeparator(line[i..]);
                _length = i - _contentStart;
            }
        }
        End = i;
        _next = i + 1;
        return i < line.Length;
    }

    private int FindSeparator(ReadOnlySpan<char> text)
    {
        // Fields are mostly short, for which a loop is faster than a search by vectors.
        const int ShortField = 8;
        if (_separators.Length > 1)
        {
            int found = text.IndexOfAny(_separators);
            return found < 0 ? text.Length : found;
        }
        char separator = _separators[0];
        int limit = Math.Min(text.Length, ShortField);
        for (int i = 0; i < limit; i++)
        {
            if (text[i] == separator)
                return i;
        }
        int rest = text[limit..].IndexOf(separator);
        return rest < 0 ? text.Length : limit + rest;
    }

    // "index:" at the start of a field.
    private void ScanSparseIndex(ReadOnlySpan<char> line, ref int i)
    {
        int end = i + 1;
        int limit = Math.Min(line.Length, i + MaximumIndexDigits);
        while (end < limit && char.IsAsciiDigit(line[end]))
            end++;
        if (end >= line.Length || line[end] != ':')
            return;
        SparseIndex = int.Parse(line[i..end]);
        i = end + 1;
        SkipSpaces(line, ref i);
    }

    private void ScanQuoted(ReadOnlySpan<char> line, ref int i)
    {
        int start = ++i;
        bool isPlain = true;
        bool isClosed = false;
        while (i < line.Length && !isClosed)
        {
            if (line[i] == '"')
            {
                isClosed = format.EscapeChar != '"' || i + 1 >= line.Length || line[i + 1] != '"';
                isPlain &= isClosed;
                i += isClosed ? 1 : 2;
            }
            else if (line[i] == format.EscapeChar)
            {
                isPlain = false;
                i += 2;
            }
            else
            {
                i++;
            }
        }
        IsBadlyQuoted = !isClosed;
        i = Math.Min(i, line.Length);
        int end = i - 1;

        // Between the closing quote and the separator there may only be spaces.
        for (; i < line.Length; i++)
        {
            if (line[i] == ' ' ? _separatesBySpace : format.IsSeparator(line[i]))
                break;
            IsBadlyQuoted |= line[i] != ' ';
        }
        if (IsBadlyQuoted)
            return;
        _contentStart = start;
        _length = end - start;
        if (!isPlain)
            Unescape(line[start..end]);
    }

    // An escape character that is not before a quote stands for itself.
    private void Unescape(ReadOnlySpan<char> text)
    {
        CharBuffer buffer = fields.Unescaped;
        _unescapedStart = buffer.Length;
        for (int escape = FindEscape(text); escape >= 0; escape = FindEscape(text))
        {
            buffer.Append(text[..escape]);
            int kept = text[escape + 1] == '"' ? 1 : 0;
            buffer.Append(text.Slice(escape + kept, 2 - kept));
            text = text[(escape + 2)..];
        }
        buffer.Append(text);
        _length = buffer.Length - _unescapedStart;
    }

    private int FindEscape(ReadOnlySpan<char> text)
    {
        int found = text.IndexOf(format.EscapeChar);
        return found + 1 < text.Length ? found : -1;
    }

    private void SkipSpaces(ReadOnlySpan<char> line, ref int i)
    {
        if (_separatesBySpace)
            return;
        while (i < line.Length && line[i] == ' ')
            i++;
    }
}
