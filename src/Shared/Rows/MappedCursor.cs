using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Rows;

/// <summary>A cursor over rows that are made of those of another one, each while that one stands on it.</summary>
/// <param name="input">The cursor that moves.</param>
/// <param name="row">The row over it; disposing it disposes the cursor.</param>
internal sealed class MappedCursor(DataViewRowCursor input, DataViewRow row) : DataViewRowCursor
{
    public override DataViewSchema Schema => row.Schema;

    public override long Position => input.Position;

    public override long Batch => input.Batch;

    public override bool MoveNext() => input.MoveNext();

    public override bool IsColumnActive(DataViewSchema.Column column) => row.IsColumnActive(column);

    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => row.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            row.Dispose();
        base.Dispose(disposing);
    }
}
