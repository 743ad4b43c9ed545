using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Rows;

/// <summary>A row with its added columns.</summary>
/// <param name="input">The row to which the columns are added.</param>
/// <param name="schema">The schema with the added columns.</param>
/// <param name="active">Which columns of it can be read.</param>
/// <param name="origins">For each column of it the input column that it is, or the complement of the added one.</param>
/// <param name="addedGetters">The getters of the added columns; null for those that cannot be read.</param>
internal sealed class MappedRow(DataViewRow input, DataViewSchema schema, bool[] active, int[] origins, Delegate?[] addedGetters) : DataViewRow
{
    public override DataViewSchema Schema => schema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        RowChecks.CheckActive(this, column);
        int origin = origins[column.Index];
        return origin >= 0 ? input.GetGetter<TValue>(input.Schema[origin]) : RowChecks.Cast<TValue>(addedGetters[~origin], column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
