using Microsoft.ML;

namespace MLNetDeep.Onnx;

/// <summary>A view that has columns and no rows.</summary>
internal sealed class SchemaView(DataViewSchema schema) : IDataView
{
    public DataViewSchema Schema => schema;

    public bool CanShuffle => false;

    public long? GetRowCount() => 0;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => throw NoRows();

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) => throw NoRows();

    private static NotSupportedException NoRows() =>
        new("A transformer reads rows when it is applied, and cannot be converted to ONNX from the schema of its input alone.");
}
