namespace MLNetDeep.Rows;

/// <summary>
/// The errors of cursors that compute. ML.NET has rows read by one thread and computed by others, and what any of them throws
/// reaches the reader inside of an exception for each.
/// </summary>
internal static class RowErrors
{
    private const string Mark = "MLNetDeep.RowErrors";

    /// <summary>Wraps what was thrown when a column of a row was computed. What is wrapped already stays as it is.</summary>
    public static Exception Computing(string column, Exception error) =>
        IsWrapped(error) ? error : Wrap($"The column '{column}' could not be computed: {error.Message}", error);

    /// <summary>Wraps what was thrown when a row was read that others are computed from. What is wrapped already stays as it is.</summary>
    public static Exception Reading(Exception error)
    {
        if (IsWrapped(error))
        {
            return error;
        }

        InvalidOperationException reading = new($"A row could not be read: {error.Message}", error);
        return Wrap(reading.Message, reading);
    }

    private static bool IsWrapped(Exception error) => error.Data.Contains(Mark);

    private static InvalidOperationException Wrap(string message, Exception error)
    {
        InvalidOperationException wrapped = new(message, error);
        wrapped.Data[Mark] = true;
        return wrapped;
    }
}
