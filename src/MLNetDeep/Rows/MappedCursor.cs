using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Rows;

/// <summary>A cursor whose rows have added columns.</summary>
internal sealed class MappedCursor : DataViewRowCursor, IByteRow
{
    private readonly DataViewRowCursor _input;
    private readonly MappedRow _row;
    private readonly bool[] _active;
    private readonly bool _isComputed;
    private readonly bool _guards;

    /// <param name="input">The cursor that the rows come from.</param>
    /// <param name="row">The row over it, which may be able to give columns that were not asked for but are needed.</param>
    /// <param name="columnsNeeded">The columns that can be read.</param>
    /// <param name="isSingle">Whether the cursor reads all rows; else it is one of a set.</param>
    public MappedCursor(DataViewRowCursor input, MappedRow row, IEnumerable<DataViewSchema.Column> columnsNeeded, bool isSingle)
    {
        _input = input;
        _row = row;
        _active = ActiveColumns.Of(row.Schema, columnsNeeded);
        _isComputed = row.HasAddedGetters || input is MappedCursor { _isComputed: true };
        _guards = isSingle && _isComputed;
    }

    public override DataViewSchema Schema => _row.Schema;

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override bool MoveNext()
    {
        try
        {
            return _input.MoveNext();
        }
        catch (Exception e) when (_guards)
        {
            throw RowErrors.Reading(e);
        }
    }

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        RowChecks.CheckInSchema(Schema, column);
        return _active[column.Index];
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        // ML.NET computes added columns ahead; its cursor over what it has ahead calls it another kind of error.
        if (_isComputed)
        {
            RowChecks.CheckActiveArgument(this, column);
        }
        else
        {
            RowChecks.CheckActive(this, column);
        }

        ValueGetter<TValue> getter = _row.GetGetter<TValue>(column);
        return _guards && _row.IsAdded(column) ? new GuardedGetter<TValue>(column.Name, getter).Get : getter;
    }

    /// <inheritdoc/>
    public IByteReader? FindBytes(DataViewSchema.Column column)
    {
        RowChecks.CheckActiveArgument(this, column);
        IByteReader? bytes = _row.FindBytes(column);
        return bytes is not null && _guards && _row.IsAdded(column) ? new GuardedByteReader(column.Name, bytes) : bytes;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _row.Dispose();
        }

        base.Dispose(disposing);
    }
}
