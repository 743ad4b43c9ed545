namespace MLNetDeep.Rows;

/// <summary>
/// Wraps exceptions of cursors that compute columns, in the same way as ML.NET. ML.NET reads rows on one thread and computes them on
/// others; an exception on any of these threads reaches the consumer wrapped.
/// </summary>
internal static class RowErrors
{
    private const string WrappedKey = "MLNetDeep.RowErrors";

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
