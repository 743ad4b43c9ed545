using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Rows;

/// <summary>
/// Reads rows ahead of its reader, so that their added columns can be computed together, and hands them out one by one. It reads 1 row at
/// first, then twice as many each time up to the preferred batch, so that live sources do not stall. A row has the position, batch number,
/// identifier and values that it had in the input; what reading a row throws is thrown to the reader of that row.
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

    /// <summary>Reads ahead over a cursor; null where a column that is handed on cannot be copied.</summary>
    /// <param name="input">The cursor.</param>
    /// <param name="handedOn">The columns that readers of the rows may ask for.</param>
    /// <param name="batch">Computes the added columns.</param>
    /// <param name="maxRows">The rows of a full batch.</param>
    public static ReadAheadCursor? TryCreate(DataViewRowCursor input, IEnumerable<DataViewSchema.Column> handedOn, IRowBatch batch, int maxRows)
    {
        ReadAheadColumn?[] columns = new ReadAheadColumn?[input.Schema.Count];
        foreach (DataViewSchema.Column column in handedOn)
        {
            if ((columns[column.Index] = ReadAheadColumn.Create(input, column, maxRows)) is null)
            {
                return null;
            }
        }

        return new ReadAheadCursor(input, batch, maxRows, columns);
    }

    /// <summary>The position of the present row in the batch.</summary>
    /// <exception cref="InvalidOperationException">The cursor stands on no row.</exception>
    public int CurrentSlot() =>
        IsOnRow ? _current : throw new InvalidOperationException("A value was read while the cursor stands on no row.");

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
            _input.Dispose();
        }

        (_count, _current, _hasEnded) = (0, -1, true);
        base.Dispose(disposing);
    }

    // Reads until the batch is full, the input ends, or a row cannot be read. What is thrown by the input's MoveNext belongs to the row after
    // those that were read.
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
        bool isWhole = _batch.Read();
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
