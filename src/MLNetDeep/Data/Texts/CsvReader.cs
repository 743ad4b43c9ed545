using System.Text;

namespace MLNetDeep.Data;

/// <summary>
/// Reads comma-separated values as RFC 4180 defines them. A field may be quoted; in a quoted field, commas and line breaks are
/// part of the value, and a doubled quotation mark is a single one. Records end with LF or CR LF.
/// </summary>
internal sealed class CsvReader(string path, int maxFieldLength = TextFile.DefaultMaxTextLength) : IDisposable
{
    private readonly TextFile _file = new(path, maxFieldLength);
    private readonly StringBuilder _field = new();
    private readonly List<string> _fields = [];

    /// <summary>The one-based line number on which the current record starts.</summary>
    public long Line { get; private set; }

    /// <summary>The fields of the current record.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <summary>Reads the next record, skipping empty lines; returns false after the last record.</summary>
    /// <exception cref="InvalidDataException">A quotation mark is missing or misplaced, a field is too long, or the text is not
    /// UTF-8.</exception>
    public bool Read()
    {
        while (_file.Peek() is '\r' or '\n')
        {
            _file.Next();
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
        while (_file.TryTake(','));
        if (_file.TryTake('\r') && _file.Peek() != '\n')
        {
            throw Error("a carriage return is not followed by a line feed");
        }

        _file.TryTake('\n');
        return true;
    }

    public void Dispose() => _file.Dispose();

    private void ReadField()
    {
        _field.Clear();
        if (_file.TryTake('"'))
        {
            ReadQuoted();
        }
        else
        {
            ReadPlain();
        }

        _fields.Add(_field.ToString());
    }

    private void ReadPlain()
    {
        while (_file.Peek() is not (TextFile.End or ',' or '\r' or '\n'))
        {
            if (_file.Peek() == '"')
            {
                throw Error("a quotation mark is inside a field that does not start with one");
            }

            _file.AppendNext(_field);
        }
    }

    private void ReadQuoted()
    {
        bool isEnd = false;
        while (!isEnd)
        {
            if (_file.Peek() == TextFile.End)
            {
                throw Error("the file ends inside a quoted field");
            }
            // A quotation mark ends the field, unless a second quotation mark follows.
            isEnd = _file.TryTake('"') && _file.Peek() != '"';
            if (!isEnd)
            {
                _file.AppendNext(_field);
            }
        }

        if (_file.Peek() is not (TextFile.End or ',' or '\r' or '\n'))
        {
            throw Error("there is text after the closing quotation mark of a field");
        }
    }

    private InvalidDataException Error(string problem) => new($"'{path}' at line {_file.Line} (in the record from line {Line}): {problem}.");
}
