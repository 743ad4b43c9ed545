using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms;

/// <summary>A row that shows some columns of another.</summary>
internal sealed class SelectedColumnsRow(DataViewRow input, DataViewSchema schema, bool[] active, IReadOnlyList<DataViewSchema.Column> sources)
    : DataViewRow
{
    public override DataViewSchema Schema => schema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => column.Index < active.Length && active[column.Index];

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        RowChecks.CheckActive(this, column);
        return input.GetGetter<TValue>(sources[column.Index]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
