using Microsoft.ML.Data;
using MLNetDeep.Rows;

namespace Microsoft.ML.Transforms;

/// <summary>A row that shows some columns of another.</summary>
internal sealed class SelectedColumnsRow(DataViewRow input, DataViewSchema schema, IReadOnlyList<DataViewSchema.Column> sources)
    : DataViewRow
{
    public override DataViewSchema Schema => schema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) 
    {
        RowChecks.CheckInSchema(schema, column);
        return input.IsColumnActive(sources[column.Index]);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        RowChecks.CheckInSchema(schema, column);
        return input.GetGetter<TValue>(sources[column.Index]);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
