using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Rows;

/// <summary>Base class of cursors over a data source. It counts positions and uses them as row identifiers.</summary>
/// <param name="schema">The schema of the rows.</param>
/// <param name="columnsNeeded">The columns that will be read.</param>
internal abstract class RootCursor(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded) : DataViewRowCursor
{
    private readonly bool[] _active = ActiveColumns.CreateMask(schema, columnsNeeded);
    private long _position = -1;
    private bool _ended;

    public override DataViewSchema Schema => schema;

    public override long Position => _position;

    public override long Batch => 0;

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        RowChecks.CheckInSchema(schema, column);
        return _active[column.Index];
    }

    public sealed override bool MoveNext()
    {
        if (_ended)
        {
            return false;
        }

        if (MoveNextCore())
        {
            _position++;
            return true;
        }

        _ended = true;
        _position = -1;
        return false;
    }

    public sealed override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        RowChecks.CheckActiveArgument(this, column);
        return RowChecks.Cast<TValue>(CreateGetter(column), column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) =>
    {
        CheckOnRow();
        value = new DataViewRowId((ulong)_position, 0);
    };

    protected override void Dispose(bool disposing)
    {
        _ended = true;
        _position = -1;
        base.Dispose(disposing);
    }

    /// <summary>Moves to the next row; returns false at the end, and is not called again.</summary>
    protected abstract bool MoveNextCore();

    /// <summary>Creates the getter of an active column.</summary>
    protected abstract Delegate CreateGetter(DataViewSchema.Column column);

    /// <exception cref="InvalidOperationException">The cursor is before the first row or after the last row.</exception>
    protected void CheckOnRow()
    {
        if (_position < 0)
        {
            throw new InvalidOperationException("A value was read while the cursor is not on a row.");
        }
    }
}
