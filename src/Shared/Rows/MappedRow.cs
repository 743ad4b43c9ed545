using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Rows;

/// <summary>A row with its added columns.</summary>
internal sealed class MappedRow(DataViewRow input, DataViewSchema schema, bool[] active, Delegate?[] addedGetters) : DataViewRow
{
    public override DataViewSchema Schema => schema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        RowChecks.CheckActive(this, column);
        int added = column.Index - (active.Length - addedGetters.Length);
        if (added < 0)
            return input.GetGetter<TValue>(input.Schema[column.Index]);
        return RowChecks.Cast<TValue>(addedGetters[added], column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
