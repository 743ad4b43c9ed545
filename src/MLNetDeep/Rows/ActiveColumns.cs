using Microsoft.ML;

namespace MLNetDeep.Rows;

/// <summary>Marks which columns of a schema were requested.</summary>
internal static class ActiveColumns
{
    /// <summary>
    /// Returns a flag per schema column. Columns are matched by index only, so they may come from a different schema with the same columns.
    /// </summary>
    /// <exception cref="InvalidOperationException">The schema has no column at the index of one of the columns.</exception>
    public static bool[] CreateMask(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        bool[] active = new bool[schema.Count];
        foreach (DataViewSchema.Column column in columnsNeeded)
        {
            RowChecks.CheckInSchema(schema, column);
            active[column.Index] = true;
        }

        return active;
    }
}
