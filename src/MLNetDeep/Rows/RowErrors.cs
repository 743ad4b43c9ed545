using Microsoft.ML;
using Microsoft.ML.Data;

namespace MLNetDeep.Rows;

/// <summary>Creates the exceptions for rows that cannot be read or computed.</summary>
/// <remarks>
/// Exceptions of cursors that compute columns are wrapped as in ML.NET, which reads rows on one thread and computes them on others: an
/// exception on any of these threads reaches the consumer wrapped.
/// </remarks>
internal static class RowErrors
{
    private const string WrappedKey = "MLNetDeep.RowErrors";

    /// <summary>Formats a column and, if the row has a position, the number of the row: <c>column 'Features' (row 3)</c>.</summary>
    public static string Place(DataViewRow row, DataViewSchema.Column column) =>
        row.Position >= 0 ? $"column '{column.Name}' (row {row.Position})" : $"column '{column.Name}'";

    /// <summary>Creates the exception for a vector whose length is not the size of its column's type.</summary>
    public static InvalidOperationException WrongLength(DataViewRow row, DataViewSchema.Column column, int length) =>
        new($"The vector in {Place(row, column)} has {length} values, but the column's type, {column.Type}, has {((VectorDataViewType)column.Type).Size}.");

    /// <summary>Creates the exception for a sparse vector whose indices are out of order or out of range.</summary>
    public static InvalidOperationException InvalidIndices(DataViewRow row, DataViewSchema.Column column, ReadOnlySpan<int> indices, int length)
    {
        int previous = -1;
        foreach (int index in indices)
        {
            if (index <= previous || index >= length)
            {
                return new InvalidOperationException(
                    $"The sparse vector in {Place(row, column)} has the index {index}"
                    + (previous < 0 ? "" : $" after {previous}")
                    + $"; accepted: ascending indices from 0 to {length - 1}.");
            }

            previous = index;
        }

        throw new ArgumentException("The indices are valid.", nameof(indices));
    }

    /// <summary>Wraps an exception from computing a column. Already wrapped exceptions are returned unchanged.</summary>
    public static Exception WrapComputeError(string column, Exception error) =>
        IsWrapped(error) ? error : Wrap($"The column '{column}' could not be computed: {error.Message}", error);

    /// <summary>Wraps an exception from reading an input row. Already wrapped exceptions are returned unchanged.</summary>
    public static Exception WrapReadError(Exception error)
    {
        if (IsWrapped(error))
        {
            return error;
        }

        InvalidOperationException reading = new($"A row could not be read: {error.Message}", error);
        return Wrap(reading.Message, reading);
    }

    private static bool IsWrapped(Exception error) => error.Data.Contains(WrappedKey);

    private static InvalidOperationException Wrap(string message, Exception error)
    {
        InvalidOperationException wrapped = new(message, error);
        wrapped.Data[WrappedKey] = true;
        return wrapped;
    }
}
