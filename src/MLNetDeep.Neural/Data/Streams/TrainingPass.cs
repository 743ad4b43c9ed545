namespace MLNetDeep.Neural;

/// <summary>One pass over a <see cref="TrainingStream"/>. Calls are made one at a time, but not always on the same thread.</summary>
public abstract class TrainingPass : IDisposable
{
    /// <summary>
    /// Reads the next rows. They must stay valid until the second call after this one begins, since the next rows are read while training
    /// works on these: two buffers used in turn are enough.
    /// </summary>
    /// <param name="maxRows">The number of rows to read, 1 or more; return fewer only at the end of the stream.</param>
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

    /// <summary>Releases what the pass holds.</summary>
    /// <param name="disposing">Whether the call comes from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
