namespace MLNetDeep.Neural;

/// <summary>One pass over a <see cref="TrainingStream"/>. Calls never overlap, but may come from different threads.</summary>
public abstract class TrainingPass : IDisposable
{
    /// <summary>
    /// Reads the next rows. The returned rows must stay valid until the second call after this one begins: the next rows are read while the
    /// network trains on the returned rows. Two alternating buffers are enough.
    /// </summary>
    /// <param name="maxRows">The number of rows to read: 1 or more. Return fewer rows only at the end of the stream.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <returns>One row or more, or null at the end of the stream.</returns>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public abstract TrainingData? Read(int maxRows, CancellationToken cancellation);

    /// <summary>Ends the pass, whether or not all rows have been read.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the resources of the pass.</summary>
    /// <param name="disposing">True if called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
