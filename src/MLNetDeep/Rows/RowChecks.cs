using Microsoft.ML;

namespace MLNetDeep.Rows;

/// <summary>Checks that every row makes when a getter is requested.</summary>
internal static class RowChecks
{
    /// <exception cref="InvalidOperationException">The index of <paramref name="column"/> is beyond the schema's last column.</exception>
    public static void CheckInSchema(DataViewSchema schema, DataViewSchema.Column column)
    {
        if (column.Index >= schema.Count)
        {
            throw new InvalidOperationException($"'{column.Name}' (at {column.Index}) is not a column of the schema, which has {schema.Count}.");
        }
    }

    /// <exception cref="InvalidOperationException">The column is not active in the row.</exception>
    public static void CheckActive(DataViewRow row, DataViewSchema.Column column)
    {
        if (!row.IsColumnActive(column))
        {
            throw new InvalidOperationException(NotActive(column));
        }
    }

    /// <summary>Like <see cref="CheckActive"/>, but throws the exception type of ML.NET's source views.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is not active in the row, or is not in its schema.</exception>
    public static void CheckActiveArgument(DataViewRow row, DataViewSchema.Column column)
    {
        if (column.Index >= row.Schema.Count || !row.IsColumnActive(column))
        {
            throw new ArgumentOutOfRangeException(nameof(column), NotActive(column));
        }
    }

    /// <exception cref="InvalidOperationException">The getter does not return <typeparamref name="TValue"/>.</exception>
    public static ValueGetter<TValue> Cast<TValue>(Delegate? getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"The column '{column.Name}' is read as '{column.Type.RawType}', but '{typeof(TValue)}' was asked for.");

    private static string NotActive(DataViewSchema.Column column) =>
        $"The column '{column.Name}' is not active in this row: it was not among the columns asked for.";
}
