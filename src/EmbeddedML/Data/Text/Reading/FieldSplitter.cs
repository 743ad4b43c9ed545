namespace Microsoft.ML.Data;

/// <summary>Splits lines into fields.</summary>
internal sealed class FieldSplitter
{
    private readonly TextFormat _format;
    private readonly int _lastNeeded;
    private readonly TextStatistics _statistics;
    private readonly FieldScanner _scanner;
    private string? _path;
    private long _lineNumber;

    /// <param name="format">How lines are made of fields.</param>
    /// <param name="lastNeeded">The last field that is needed.</param>
    /// <param name="statistics">Where format errors are counted.</param>
    public FieldSplitter(TextFormat format, int lastNeeded, TextStatistics statistics)
    {
        _format = format;
        _lastNeeded = lastNeeded;
        _statistics = statistics;
        _scanner = new FieldScanner(format, Fields);
    }

    /// <summary>The fields of the line that was split last.</summary>
    public FieldList Fields { get; } = new();

    /// <summary>Splits a line, up to the last field that is needed, and gives the number of its fields as far as they were looked at.</summary>
    /// <param name="line">The line.</param>
    /// <param name="path">Its file, for messages.</param>
    /// <param name="lineNumber">Its number, for messages; 0 where it is not known.</param>
    public int Split(ReadOnlySpan<char> line, string? path = null, long lineNumber = 0)
    {
        Fields.Clear();
        _scanner.Reset();
        _path = path;
        _lineNumber = lineNumber;
        return _format.AllowSparse ? SplitSparse(line) : SplitDense(line);
    }

    private int SplitDense(ReadOnlySpan<char> line)
    {
        bool keepEmpty = _format.MissingRealsAsNaNs;
        for (int number = 0; ;)
        {
            bool hasMore = Scan(line);
            if (keepEmpty || !_scanner.IsEmpty)
                _scanner.AddTo(Fields, number);
            if (++number > _lastNeeded || !hasMore)
                return number;
        }
    }

    // One field more than needed is looked at, because it may turn out to be the number of sparse ones.
    private int SplitSparse(ReadOnlySpan<char> line)
    {
        int number = 0;
        bool hasMore = true;
        while (hasMore)
        {
            hasMore = Scan(line);
            if (_scanner.SparseIndex >= 0)
                return TryStartSparse(line, number, out int first, out int size) ? ReadSparse(line, hasMore, first, size) : number;
            if (!_scanner.IsEmpty)
                _scanner.AddTo(Fields, number);
            if (number++ > _lastNeeded)
                break;
        }
        return Math.Max(number, _format.InputSize);
    }

    /// <summary>Finds out which fields the sparse part stands for, when its first item has been scanned.</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">The number of fields before the item.</param>
    /// <param name="first">The first field of the sparse part.</param>
    /// <param name="size">The number of fields of the whole line.</param>
    private bool TryStartSparse(ReadOnlySpan<char> line, int number, out int first, out int size)
    {
        const string Complaint = "Bad dimensionality or ambiguous sparse item. Use sparse=- for non-sparse file, and/or quote the value.";
        if (_format.InputSize > 0)
        {
            // Empty fields do not count here, as in ML.NET.
            first = Fields.Count;
            size = _format.InputSize;
            return true;
        }
        first = size = 0;
        if (Fields.Count == 0 || Fields.NumberOf(Fields.Count - 1) != number - 1)
        {
            Report(Complaint);
            return false;
        }
        ReadOnlySpan<char> text = Fields.TextOf(Fields.Count - 1, line);
        if (!IntegerText.TryParseSigned(text, int.MaxValue, out long count) || count <= 0)
        {
            Report(Complaint);
            return false;
        }
        Fields.RemoveLast();
        first = number - 1;
        size = (int)Math.Min(first + count, TextFormat.EndOfLine - 1);
        return true;
    }

    private int ReadSparse(ReadOnlySpan<char> line, bool hasMore, int first, int size)
    {
        // The size that a line says itself limits what can be needed; one that was given has done so before.
        int lastNeeded = _format.InputSize > 0 ? _lastNeeded : Math.Min(_lastNeeded, size - 1);
        int lastIndexNeeded = lastNeeded - first;
        for (int previous = -1; ; hasMore = Scan(line))
        {
            int index = _scanner.SparseIndex;
            if (index < 0)
            {
                Report("A field that is not sparse comes after sparse ones.");
                break;
            }
            if (index > lastIndexNeeded && index >= size - first)
            {
                Report("Sparse item index larger than expected. Is the specified size incorrect?");
                break;
            }
            if (index - 1 > lastIndexNeeded)
                break;
            if (index <= previous)
            {
                Report("Sparse indices out of order");
                break;
            }
            previous = index;
            if (!_scanner.IsEmpty)
                _scanner.AddTo(Fields, first + index);
            if (!hasMore)
                break;
        }
        return size;
    }

    private bool Scan(ReadOnlySpan<char> line)
    {
        bool hasMore = _scanner.MoveNext(line);
        if (_scanner.IsBadlyQuoted)
            Report("Illegal quoting");
        return hasMore;
    }

    private void Report(string complaint) => _statistics.AddBadFormat(_path, _lineNumber, _scanner.Start, _scanner.End, complaint);
}
