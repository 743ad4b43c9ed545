using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>A view that shows some columns of another.</summary>
internal sealed class SelectedColumnsView(IDataView input, SelectedColumns columns) : IDataView
{
    public DataViewSchema Schema => columns.OutputSchema;

    public bool CanShuffle => input.CanShuffle;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] needed = columnsNeeded.ToArray();
        return Select(input.GetRowCursor(columns.GetDependencies(needed), rand), needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] needed = columnsNeeded.ToArray();
        return Array.ConvertAll(input.GetRowCursorSet(columns.GetDependencies(needed), n, rand), cursor => Select(cursor, needed));
    }

    private DataViewRowCursor Select(DataViewRowCursor cursor, DataViewSchema.Column[] needed) => new Cursor(cursor, columns.Map(cursor, needed));

    private sealed class Cursor(DataViewRowCursor input, SelectedColumnsRow row) : DataViewRowCursor
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
}
