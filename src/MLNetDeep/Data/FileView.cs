using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Data;

/// <summary>
/// A view whose rows are read from files. It keeps no rows in memory: each cursor opens the files and reads them from the start.
/// </summary>
internal abstract class FileView : IDataView
{
    /// <param name="columns">The columns, in the order of the schema.</param>
    protected FileView(params ReadOnlySpan<(string Name, DataViewType Type)> columns)
    {
        DataViewSchema.Builder schema = new();
        foreach ((string name, DataViewType type) in columns)
        {
            schema.AddColumn(name, type);
        }

        Schema = schema.ToSchema();
    }

    /// <param name="columns">The columns with their annotations, in the order of the schema.</param>
    protected FileView(params ReadOnlySpan<DataViewSchema.DetachedColumn> columns)
    {
        DataViewSchema.Builder schema = new();
        foreach (DataViewSchema.DetachedColumn column in columns)
        {
            schema.AddColumn(column.Name, column.Type, column.Annotations);
        }

        Schema = schema.ToSchema();
    }

    public DataViewSchema Schema { get; }

    public bool CanShuffle => false;

    public abstract long? GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        return OpenCursor(columnsNeeded.ToArray());
    }

    public virtual DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    /// <summary>Creates a cursor that is positioned before the first row.</summary>
    /// <param name="columnsNeeded">The columns that will be read.</param>
    protected abstract DataViewRowCursor OpenCursor(DataViewSchema.Column[] columnsNeeded);
}
