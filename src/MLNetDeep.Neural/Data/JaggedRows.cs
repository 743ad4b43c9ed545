namespace MLNetDeep.Neural;

/// <summary>Joins arrays of rows.</summary>
internal static class JaggedRows
{
    /// <summary>Copies rows of the same length into one array, row by row, and returns it with the number of columns.</summary>
    /// <exception cref="ArgumentException">There is no row, or the rows have different lengths or no values.</exception>
    public static (float[] Values, int Columns) Join(IReadOnlyList<float[]> rows, string name)
    {
        ArgumentNullException.ThrowIfNull(rows, name);
        if (rows.Count == 0 || rows[0] is not { Length: > 0 })
        {
            throw new ArgumentException($"{name} has {(rows.Count == 0 ? "no rows" : "no values in row 0")}; accepted: one or more.", name);
        }

        int columns = rows[0].Length;
        float[] values = new float[checked(rows.Count * columns)];
        for (int row = 0; row < rows.Count; row++)
        {
            if (rows[row] is not { } source || source.Length != columns)
            {
                throw new ArgumentException(
                    $"Row {row} has {rows[row]?.Length ?? 0} values, but row 0 has {columns}; all rows must have the same length.", name);
            }

            source.CopyTo(values, row * columns);
        }

        return (values, columns);
    }
}
