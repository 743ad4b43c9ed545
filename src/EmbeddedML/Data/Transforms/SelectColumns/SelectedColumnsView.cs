using MLNetDeep.Rows;

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

    private DataViewRowCursor Select(DataViewRowCursor cursor, DataViewSchema.Column[] needed) => new MappedCursor(cursor, columns.Map(cursor, needed));
}
