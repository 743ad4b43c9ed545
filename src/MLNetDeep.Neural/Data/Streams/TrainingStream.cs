namespace MLNetDeep.Neural;

/// <summary>
/// Rows that are read again in each epoch and never all held in memory, for training on more data than fits into memory by
/// <see cref="Network.Fit(TrainingStream, FitOptions, IProgress{TrainingProgress}?, CancellationToken)"/>.
/// </summary>
public abstract class TrainingStream
{
    /// <summary>
    /// The number of rows if it is known without reading them, otherwise null. It may be too large if some rows are skipped.
    /// </summary>
    public abstract long? RowCount { get; }

    /// <summary>
    /// Whether the rows read last in a pass stay valid after its end, until the second call of <see cref="TrainingPass.Read"/> in the next
    /// pass. If so, the next pass begins, and its first rows are read, while training still works on these; that pass is disposed of unread
    /// if training stops before it. Default false: a pass begins with its epoch.
    /// </summary>
    public virtual bool RowsOutlivePass => false;

    /// <summary>Begins a pass over all rows, from the first on. The previous pass has ended.</summary>
    /// <param name="epoch">The epoch, counted from 1, for sources that change the order of their rows in each epoch.</param>
    /// <remarks>Called on the training thread or, if <see cref="RowsOutlivePass"/>, on the reading thread.</remarks>
    public abstract TrainingPass Begin(int epoch);
}
