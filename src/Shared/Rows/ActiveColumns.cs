using Microsoft.ML;

namespace MLNetDeep.Rows;

/// <summary>Which columns of a schema were asked for.</summary>
internal static class ActiveColumns
{
    /// <exception cref="ArgumentException">One of the columns is not of the schema.</exception>
    public static bool[] Of(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columnsNeeded)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        var active = new bool[schema.Count];
        foreach (DataViewSchema.Column column in columnsNeeded)
        {
            if (column.Index < 0 || column.Index >= schema.Count || schema[column.Index].Name != column.Name)
                throw new ArgumentException($"'{column.Name}' (at {column.Index}) is not a column of the schema.", nameof(columnsNeeded));
            active[column.Index] = true;
        }
        return active;
    }
}
