using MLNetDeep.Rows;

namespace Microsoft.ML.Data;

/// <summary>A cursor over the rows of text files.</summary>
internal sealed class TextCursor : DataViewRowCursor
{
    private readonly DataViewSchema _schema;
    private readonly ColumnReader?[] _readers;
    private readonly BlockPipeline _pipeline;
    private TextBlock? _block;
    private int _row = -1;
    private long _position = -1;
    private bool _isEnded;

    /// <param name="schema">The schema.</param>
    /// <param name="readers">The readers of the columns; null for those that are not active.</param>
    /// <param name="pipeline">Where the blocks come from; it is disposed with the cursor.</param>
    public TextCursor(DataViewSchema schema, ColumnReader?[] readers, BlockPipeline pipeline)
    {
        _schema = schema;
        _readers = readers;
        _pipeline = pipeline;
    }

    public override DataViewSchema Schema => _schema;

    public override long Position => _position;

    public override long Batch => _block?.Number ?? -1;

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        RowChecks.CheckInSchema(_schema, column);
        return _readers[column.Index] is not null;
    }

    public override bool MoveNext()
    {
        if (_isEnded)
            return false;
        if (_block is not null && ++_row < _block.ReadCount)
        {
            _position++;
            return true;
        }
        return MoveToNextBlock();
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        RowChecks.CheckActive(this, column);
        return RowChecks.Cast<TValue>(_readers[column.Index]!.CreateGetter(this, column.Index), column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
    {
        CheckOnRow();
        value = new DataViewRowId((ulong)(_block!.FirstRow + _row), 0);
    };

    /// <summary>The values of a column in the block of the current row, and the row's number in it.</summary>
    /// <exception cref="InvalidOperationException">The cursor stands before the first or behind the last row.</exception>
    internal ColumnValues GetValues(int column, out int row)
    {
        CheckOnRow();
        row = _row;
        return _block!.Values[column]!;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            End();
            _pipeline.Dispose();
        }
        base.Dispose(disposing);
    }

    private bool MoveToNextBlock()
    {
        Exception? error = _block?.Error;
        TextBlock? next = null;
        try
        {
            if (error is null)
                next = _pipeline.Next(_block);
        }
        catch
        {
            End();
            throw;
        }
        // Errors of lines come behind the rows before them.
        error ??= next is { ReadCount: 0 } ? next.Error : null;
        if (error is not null)
        {
            End();
            throw _pipeline.Wrap(error);
        }
        if (next is null)
        {
            // As in ML.NET: what was wrong is counted, and the files are closed, when the rows end.
            Dispose();
            return false;
        }
        _block = next;
        _row = 0;
        _position++;
        return true;
    }

    private void End()
    {
        _isEnded = true;
        _block = null;
        _row = -1;
        _position = -1;
    }

    private void CheckOnRow()
    {
        if (_row < 0)
            throw new InvalidOperationException("A value was read while the cursor stands on no row.");
    }
}
