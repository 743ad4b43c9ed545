using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>A view that shows some columns of another.</summary>
internal sealed class SelectedColumnsView(IDataView input, SelectedColumns columns) : IDataView
{
    public DataViewSchema Schema => columns.OutputSchema;

    public bool CanShuffle => input.CanShuffle;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        => new Cursor(input.GetRowCursor(columns.GetDependencies(columnsNeeded), rand), columns);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => Array.ConvertAll(input.GetRowCursorSet(columns.GetDependencies(columnsNeeded), n, rand), DataViewRowCursor (cursor) => new Cursor(cursor, columns));

    private sealed class Cursor(DataViewRowCursor input, SelectedColumns columns) : WrappedCursor(input)
    {
        private readonly SelectedColumnsRow _row = columns.Map(input);

        public override DataViewSchema Schema => _row.Schema;

        public override bool MoveNext() => Input.MoveNext();

        public override bool IsColumnActive(DataViewSchema.Column column) => _row.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => _row.GetGetter<TValue>(column);
    }
}
