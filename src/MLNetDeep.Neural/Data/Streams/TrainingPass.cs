namespace MLNetDeep.Neural;

/// <summary>One pass over a <see cref="TrainingStream"/>. Its calls come one after another, but not all on the same thread.</summary>
public abstract class TrainingPass : IDisposable
{
    /// <summary>
    /// Reads the next rows. They are used until the call after the next one begins: while the training is at work on some rows, the next
    /// are read; so two memories, in turn, are enough.
    /// </summary>
    /// <param name="maxRows">How many rows to read, 1 or more; fewer are meant for the end of the stream.</param>
    /// <param name="cancellation">Whether the rows are still wanted.</param>
    /// <returns>One row or more, or null where there are no more.</returns>
    /// <exception cref="OperationCanceledException">They are not wanted any more.</exception>
    public abstract TrainingData? Read(int maxRows, CancellationToken cancellation);

    /// <summary>Ends the pass, whether or not all rows were read.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the pass holds.</summary>
    /// <param name="disposing">Whether by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
