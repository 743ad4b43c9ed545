namespace Microsoft.ML.Data;

/// <summary>
/// Fills blocks with the lines of the files, one block after another, for any number of threads. Empty lines and comments are
/// left out: lines that start with "//", and at the start of a file those that start with '#'; and the line of names.
/// </summary>
internal sealed class BlockSource(IMultiStreamSource files, TextFormat format, long maximumRows) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly QuotedLines _quotedLines = new(format);
    private LineSource? _lines;
    private int _nextFile;
    private string? _path;
    private long _lineNumber;
    private bool _isAtStart;
    private long _nextBlock;
    private long _nextRow;
    private Exception? _error;
    private bool _isDisposed;

    /// <summary>Fills a block; false at the end of the data.</summary>
    /// <exception cref="FormatException">The files cannot be read. All further calls throw it, too.</exception>
    public bool TryFill(TextBlock block)
    {
        lock (_lock)
        {
            if (_error is not null)
                throw new FormatException(_error.Message, _error.InnerException);
            try
            {
                return TryFillCore(block);
            }
            catch (Exception e)
            {
                _error = new FormatException($"The data cannot be read: {e.Message}", e);
                throw _error;
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _lines?.Dispose();
            _lines = null;
        }
    }

    private bool TryFillCore(TextBlock block)
    {
        while (!_isDisposed && _nextRow < maximumRows)
        {
            if (_lines is null && !TryOpenNext())
                return false;
            block.Reset(_path, _nextBlock, _nextRow);
            while (!block.IsFull && _nextRow < maximumRows)
            {
                if (TryAddRow(block))
                    continue;
                _lines!.Dispose();
                _lines = null;
                break;
            }
            if (block.RowCount == 0)
                continue;
            _nextBlock++;
            return true;
        }
        return false;
    }

    private bool TryOpenNext()
    {
        if (_nextFile >= files.Count)
            return false;
        _path = files.GetPathOrNull(_nextFile);
        _lines = new LineSource(files.OpenTextReader(_nextFile));
        _nextFile++;
        _lineNumber = 0;
        _isAtStart = true;
        return true;
    }

    // Adds a row, if the next line is one; false at the end of the file.
    private bool TryAddRow(TextBlock block)
    {
        int start = block.NextStart;
        bool isRead = format.ReadMultilines ? _quotedLines.TryAppend(_lines!, block.Text, skipHash: _isAtStart) : _lines!.TryAppend(block.Text);
        if (!isRead)
            return false;
        _lineNumber++;
        ReadOnlySpan<char> line = block.Text.Span[start..];
        bool isComment = line.IsEmpty || line.StartsWith("//") || (_isAtStart && line[0] == '#');
        bool isHeader = !isComment && _isAtStart && format.HasHeader;
        if (!isComment)
            _isAtStart = false;
        if (isComment || isHeader)
        {
            block.Text.Truncate(start);
            return true;
        }
        block.EndRow(_lineNumber);
        _nextRow++;
        return true;
    }
}
