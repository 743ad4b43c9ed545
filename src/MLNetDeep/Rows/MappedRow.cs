using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Rows;

/// <summary>A row with its added columns. The others can be read if they can be in the row to which they are added.</summary>
/// <param name="input">The row to which the columns are added.</param>
/// <param name="schema">The schema with the added columns.</param>
/// <param name="origins">For each column of it the input column that it is, or the complement of the added one.</param>
/// <param name="addedGetters">The getters of the added columns; null for those that cannot be read.</param>
/// <param name="mapper">Computes the added columns.</param>
internal sealed class MappedRow(DataViewRow input, DataViewSchema schema, int[] origins, Delegate?[] addedGetters, RowMapper mapper)
    : DataViewRow, IByteRow
{
    /// <summary>Whether any of the added columns can be read.</summary>
    public bool HasAddedGetters => Array.Exists(addedGetters, getter => getter is not null);

    /// <summary>Whether the column is one of those that are added.</summary>
    public bool IsAdded(DataViewSchema.Column column) => origins[column.Index] < 0;

    public override DataViewSchema Schema => schema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column)
    {
        RowChecks.CheckInSchema(schema, column);
        int origin = origins[column.Index];
        return origin >= 0 ? input.IsColumnActive(input.Schema[origin]) : addedGetters[~origin] is not null;
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        RowChecks.CheckInSchema(schema, column);
        int origin = origins[column.Index];
        if (origin >= 0)
        {
            return input.GetGetter<TValue>(input.Schema[origin]);
        }

        RowChecks.CheckActive(this, column);
        return RowChecks.Cast<TValue>(addedGetters[~origin], column);
    }

    /// <inheritdoc/>
    public IByteReader? FindBytes(DataViewSchema.Column column)
    {
        RowChecks.CheckActive(this, column);
        int origin = origins[column.Index];
        return origin < 0 ? mapper.CreateByteReader(~origin, input) : (input as IByteRow)?.FindBytes(input.Schema[origin]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            input.Dispose();
        }

        base.Dispose(disposing);
    }
}
