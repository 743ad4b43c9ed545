using System.Buffers;
using System.Text;

namespace MLNetDeep.Data;

/// <summary>
/// Reads records of separated values, as RFC 4180 defines them for commas. With quotes, a field may be quoted; in a quoted field,
/// separators and line breaks are part of the value, and a doubled quotation mark is a single one. Without, quotation marks are part of the
/// value, and each line is a record. Records end with LF or CR LF. Whatever the rules do not allow is refused with its line.
/// </summary>
internal sealed class CsvReader : IDisposable
{
    private static readonly SearchValues<char> s_quote = SearchValues.Create('"');

    private readonly string _path;
    private readonly TextFile _file;
    private readonly CsvSyntax _syntax;
    private readonly SearchValues<char> _fieldEnds;
    private readonly StringBuilder _field = new();
    private readonly List<string> _fields = [];

    /// <param name="path">The file, plain or gzipped.</param>
    /// <param name="syntax">The separator, and whether fields may be quoted.</param>
    /// <param name="encoding">The encoding; null for UTF-8. A byte order mark takes precedence.</param>
    /// <param name="maxFieldLength">The largest number of characters in a field.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public CsvReader(string path, CsvSyntax syntax, Encoding? encoding = null, int maxFieldLength = TextFile.DefaultMaxTextLength)
    {
        _path = path;
        _syntax = syntax;
        _fieldEnds = SearchValues.Create(syntax.HasQuotes ? [syntax.Separator, '\r', '\n', '"'] : [syntax.Separator, '\r', '\n']);
        _file = new TextFile(path, encoding, maxFieldLength);
    }

    /// <summary>The encoding of the file.</summary>
    public Encoding Encoding => _file.Encoding;

    /// <summary>The one-based line number on which the current record starts.</summary>
    public long Line { get; private set; }

    /// <summary>The number of empty lines between records, which are skipped.</summary>
    public long BlankLines { get; private set; }

    /// <summary>Whether a field of the records so far was quoted.</summary>
    public bool HasQuotedFields { get; private set; }

    /// <summary>The fields of the current record.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <summary>Reads the next record, skipping empty lines; returns false after the last record.</summary>
    /// <exception cref="InvalidDataException">A quotation mark is missing or misplaced, a field is too long, or the file has bytes that are
    /// not text.</exception>
    public bool Read()
    {
        while (_file.Peek() is '\r' or '\n')
        {
            Line = _file.Line;
            TakeLineEnd();
            BlankLines++;
        }

        if (_file.Peek() == TextFile.End)
        {
            return false;
        }

        Line = _file.Line;
        _fields.Clear();
        do
        {
            ReadField();
        }
        while (_file.TryTake(_syntax.Separator));
        TakeLineEnd();
        return true;
    }

    public void Dispose() => _file.Dispose();

    private void TakeLineEnd()
    {
        if (_file.TryTake('\r') && _file.Peek() != '\n')
        {
            throw Error("a carriage return is not followed by a line feed");
        }

        _file.TryTake('\n');
    }

    private void ReadField()
    {
        _field.Clear();
        if (_syntax.HasQuotes && _file.TryTake('"'))
        {
            HasQuotedFields = true;
            ReadQuoted();
        }
        else
        {
            _file.AppendUntil(_fieldEnds, _field);
            if (_file.Peek() == '"')
            {
                throw Error("a quotation mark is inside a field that does not start with one");
            }
        }

        _fields.Add(_field.ToString());
    }

    private void ReadQuoted()
    {
        bool isEnd = false;
        while (!isEnd)
        {
            _file.AppendUntil(s_quote, _field);
            if (_file.Next() == TextFile.End)
            {
                throw Error("the file ends inside a quoted field");
            }

            // A quotation mark ends the field, unless a second quotation mark follows.
            isEnd = !_file.TryTake('"');
            if (!isEnd)
            {
                _field.Append('"');
            }
        }

        int next = _file.Peek();
        if (next is not (TextFile.End or '\r' or '\n') && next != _syntax.Separator)
        {
            throw Error("there is text after the closing quotation mark of a field");
        }
    }

    private InvalidDataException Error(string problem) => new($"'{_path}' at line {_file.Line} (in the record from line {Line}): {problem}.");
}
