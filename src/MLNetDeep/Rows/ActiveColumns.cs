using Microsoft.ML;

namespace MLNetDeep.Rows;

/// <summary>Which columns of a schema were asked for.</summary>
internal static class ActiveColumns
{
    /// <summary>Takes columns by their index alone: they may be of another schema with the same columns.</summary>
    /// <exception cref="InvalidOperationException">The schema has no column at the index of one of the columns.</exception>
    public static bool[] Of(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
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
