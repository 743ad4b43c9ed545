namespace Microsoft.ML.Data;

/// <summary>Some successive lines of a file, and the values that have been read from them.</summary>
internal sealed class TextBlock
{
    /// <summary>How many rows a block has at most.</summary>
    public const int MaximumRows = 128;

    // Long lines make a block full before it has as many rows.
    private const int FullLength = 1 << 16;

    private readonly int[] _ends = new int[MaximumRows];
    private readonly long[] _lineNumbers = new long[MaximumRows];

    /// <param name="readers">The readers of the columns; null for those that are not active.</param>
    public TextBlock(ColumnReader?[] readers)
    {
        Values = Array.ConvertAll(readers, reader => reader?.CreateValues(MaximumRows));
    }

    /// <summary>The lines, one behind another.</summary>
    public CharBuffer Text { get; } = new(1 << 12);

    /// <summary>The values of the columns that are active.</summary>
    public ColumnValues?[] Values { get; }

    /// <summary>The file, or null.</summary>
    public string? Path { get; private set; }

    /// <summary>The number of the block in the data.</summary>
    public long Number { get; private set; }

    /// <summary>The number of the first row in the data.</summary>
    public long FirstRow { get; private set; }

    /// <summary>The number of lines.</summary>
    public int RowCount { get; private set; }

    /// <summary>The number of rows that have been read; fewer than the lines where a line is in error.</summary>
    public int ReadCount { get; set; }

    /// <summary>What is wrong with the line behind the rows that have been read.</summary>
    public Exception? Error { get; set; }

    public bool IsFull => RowCount == MaximumRows || Text.Length >= FullLength;

    /// <summary>Makes the block empty, to be filled again.</summary>
    public void Reset(string? path, long number, long firstRow)
    {
        Text.Truncate(0);
        Path = path;
        Number = number;
        FirstRow = firstRow;
        RowCount = 0;
        ReadCount = 0;
        Error = null;
    }

    /// <summary>Makes a row of what has been appended to the text since the row before it.</summary>
    public void EndRow(long lineNumber)
    {
        _lineNumbers[RowCount] = lineNumber;
        _ends[RowCount++] = Text.Length;
    }

    public ReadOnlySpan<char> Line(int row) => Text.Span[StartOf(row).._ends[row]];

    public long LineNumber(int row) => _lineNumbers[row];

    /// <summary>Where the row behind the last one starts.</summary>
    public int NextStart => StartOf(RowCount);

    private int StartOf(int row) => row == 0 ? 0 : _ends[row - 1];
}
