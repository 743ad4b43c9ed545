using System.Text;

namespace MLNetDeep.Data;

/// <summary>
/// Reads comma-separated values by RFC 4180: a field that starts with a quotation mark ends with one, and has commas, line
/// breaks and doubled quotation marks as they are. Records end with LF or CR LF.
/// </summary>
internal sealed class CsvReader(string path) : IDisposable
{
    private readonly TextFile _file = new(path);
    private readonly StringBuilder _field = new();
    private readonly List<string> _fields = [];

    /// <summary>The line on which the record starts, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The fields of the record.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <summary>Reads the next record; false where there is none. Empty lines are passed over.</summary>
    /// <exception cref="InvalidDataException">A quotation mark is missing or too many, or the text is not UTF-8.</exception>
    public bool Read()
    {
        while (_file.Peek() is '\r' or '\n')
            _file.Next();
        if (_file.Peek() == TextFile.End)
            return false;
        Line = _file.Line;
        _fields.Clear();
        do
            ReadField();
        while (_file.TryTake(','));
        if (_file.TryTake('\r') && _file.Peek() != '\n')
            throw Error("a carriage return stands alone");
        _file.TryTake('\n');
        return true;
    }

    public void Dispose() => _file.Dispose();

    private void ReadField()
    {
        _field.Clear();
        if (_file.TryTake('"'))
            ReadQuoted();
        else
            ReadPlain();
        _fields.Add(_field.ToString());
    }

    private void ReadPlain()
    {
        while (_file.Peek() is not (TextFile.End or ',' or '\r' or '\n'))
        {
            char next = (char)_file.Next();
            if (next == '"')
                throw Error("a quotation mark is inside a field that does not start with one");
            _field.Append(next);
        }
    }

    private void ReadQuoted()
    {
        while (true)
        {
            int next = _file.Next();
            if (next == TextFile.End)
                throw Error("the file ends inside a quoted field");
            if (next != '"')
                _field.Append((char)next);
            else if (_file.TryTake('"'))
                _field.Append('"');
            else
                break;
        }
        if (_file.Peek() is not (TextFile.End or ',' or '\r' or '\n'))
            throw Error("a quoted field goes on after its closing quotation mark");
    }

    private InvalidDataException Error(string problem) => new($"'{path}' at line {_file.Line} (in the record from line {Line}): {problem}.");
}
