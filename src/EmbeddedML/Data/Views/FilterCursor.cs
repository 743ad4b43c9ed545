using MLNetDeep.Rows;

namespace Microsoft.ML.Data;

/// <summary>A cursor that passes over rows; it counts only those that it delivers.</summary>
/// <param name="input">All rows.</param>
/// <param name="active">The columns that the caller asked for.</param>
/// <param name="isComputed">Whether the condition is on a column that is computed, as in <see cref="MappedCursor"/>.</param>
/// <param name="condition">Whether the row on which the input stands is delivered.</param>
internal sealed class FilterCursor(DataViewRowCursor input, bool[] active, bool isComputed, Func<bool> condition) : WrappedCursor(input)
{
    private long _position = -1;

    public override long Position => _position;

    public override bool MoveNext()
    {
        while (Input.MoveNext())
        {
            if (condition())
            {
                _position++;
                return true;
            }
        }
        _position = -1;
        return false;
    }

    // The condition may need columns that the caller did not ask for: to the caller they are not active.
    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        RowChecks.CheckInSchema(Schema, column);
        return active[column.Index];
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (isComputed)
            RowChecks.CheckActiveArgument(this, column);
        else
            RowChecks.CheckActive(this, column);
        return Input.GetGetter<TValue>(column);
    }
}
