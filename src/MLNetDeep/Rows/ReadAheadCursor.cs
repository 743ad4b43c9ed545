using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Rows;

/// <summary>
/// Reads rows ahead in batches, so that their added columns can be computed together, and returns the rows one by one. The first batch
/// has 1 row, and each next one is twice as large, up to the maximum, so that live sources do not stall. A row keeps its position, batch
/// number, identifier and values. An exception from reading a row is thrown when the consumer reaches that row.
/// </summary>
internal sealed class ReadAheadCursor : DataViewRowCursor
{
    private readonly DataViewRowCursor _input;
    private readonly IRowBatch _batch;
    private readonly int _maxRows;
    private readonly ReadAheadColumn?[] _columns;
    private readonly long[] _positions;
    private readonly long[] _batches;
    private readonly DataViewRowId[] _ids;
    private readonly ValueGetter<DataViewRowId> _getId;
    private ExceptionDispatchInfo? _failure;
    private bool _hasEnded;
    private int _rowsToRead = 1;
    private int _count;
    private int _current = -1;

    private ReadAheadCursor(DataViewRowCursor input, IRowBatch batch, int maxRows, ReadAheadColumn?[] columns)
    {
        _input = input;
        _batch = batch;
        _maxRows = maxRows;
        _columns = columns;
        _positions = new long[maxRows];
        _batches = new long[maxRows];
        _ids = new DataViewRowId[maxRows];
        _getId = input.GetIdGetter();
    }

    public override DataViewSchema Schema => _input.Schema;

    public override long Position => IsOnRow ? _positions[_current] : -1;

    public override long Batch => IsOnRow ? _batches[_current] : _input.Batch;

    private bool IsOnRow => _current >= 0 && _current < _count;

    /// <summary>Creates a read-ahead cursor; null if a passed-through column cannot be copied.</summary>
    /// <param name="input">The input cursor.</param>
    /// <param name="passedThrough">The input columns that consumers may read.</param>
    /// <param name="batch">Computes the added columns; disposed with the cursor.</param>
    /// <param name="maxRows">The number of rows in a full batch.</param>
    public static ReadAheadCursor? TryCreate(DataViewRowCursor input, IEnumerable<DataViewSchema.Column> passedThrough, IRowBatch batch, int maxRows)
    {
        ReadAheadColumn?[] columns = new ReadAheadColumn?[input.Schema.Count];
        foreach (DataViewSchema.Column column in passedThrough)
        {
            if ((columns[column.Index] = ReadAheadColumn.Create(input, column, maxRows)) is null)
            {
                return null;
            }
        }

        return new ReadAheadCursor(input, batch, maxRows, columns);
    }

    /// <summary>Returns the position of the current row in the batch.</summary>
    /// <exception cref="InvalidOperationException">The cursor is not on a row.</exception>
    public int CurrentSlot() =>
        IsOnRow ? _current : throw new InvalidOperationException("A value was read while the cursor is not on a row.");

    public override bool MoveNext()
    {
        if (_current + 1 < _count)
        {
            _current++;
            return true;
        }

        ReadBatch();
        if (_count > 0)
        {
            _current = 0;
            return true;
        }

        _current = -1;
        if (_failure is { } failure)
        {
            _failure = null;
            failure.Throw();
        }

        return false;
    }

    public override bool IsColumnActive(DataViewSchema.Column column) => _input.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        RowChecks.CheckInSchema(Schema, column);
        RowChecks.CheckActive(this, column);
        return RowChecks.Cast<TValue>(_columns[column.Index]?.CreateGetter(CurrentSlot), column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = _ids[CurrentSlot()];

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _batch.Dispose();
            _input.Dispose();
        }

        (_count, _current, _hasEnded) = (0, -1, true);
        base.Dispose(disposing);
    }

    // Reads until the batch is full, the input ends, or a row cannot be read. An exception from the input's MoveNext belongs to the next
    // row: it is thrown after the rows of this batch.
    private void ReadBatch()
    {
        _count = 0;
        if (_hasEnded || _failure is not null)
        {
            return;
        }

        _batch.Clear();
        try
        {
            while (_count < _rowsToRead && MoveInput() && ReadRow())
            {
            }
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }

        _rowsToRead = Math.Min(_maxRows, 2 * _rowsToRead);
    }

    private bool MoveInput()
    {
        _hasEnded = !_input.MoveNext();
        return !_hasEnded;
    }

    private bool ReadRow()
    {
        int slot = _count;
        _positions[slot] = _input.Position;
        _batches[slot] = _input.Batch;
        _getId(ref _ids[slot]);
        bool isWhole = _batch.TryAppend();
        foreach (ReadAheadColumn? column in _columns)
        {
            if (column is not null)
            {
                isWhole &= column.Read(slot);
            }
        }

        _count++;
        return isWhole;
    }
}
