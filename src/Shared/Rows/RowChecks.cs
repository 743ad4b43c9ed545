using Microsoft.ML;

namespace MLNetDeep.Rows;

/// <summary>What every row checks when it is asked for a getter.</summary>
internal static class RowChecks
{
    /// <exception cref="ArgumentOutOfRangeException">The column is not active in the row.</exception>
    public static void CheckActive(DataViewRow row, DataViewSchema.Column column)
    {
        if (!row.IsColumnActive(column))
        {
            throw new ArgumentOutOfRangeException(
                nameof(column), $"The column '{column.Name}' is not active in this row: it was not among the columns asked for.");
        }
    }

    /// <exception cref="InvalidOperationException">The getter is not one for <typeparamref name="TValue"/>.</exception>
    public static ValueGetter<TValue> Cast<TValue>(Delegate? getter, DataViewSchema.Column column)
        => getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"The column '{column.Name}' is read as '{column.Type.RawType}', but '{typeof(TValue)}' was asked for.");
}
