namespace MLNetDeep.Neural;

/// <summary>
/// Rows that are read anew for each epoch and never all held: for training on more than fits into memory, by
/// <see cref="Network.Fit(TrainingStream, FitOptions, IProgress{TrainingProgress}?, CancellationToken)"/>.
/// </summary>
public abstract class TrainingStream
{
    /// <summary>The number of rows, where it is known without reading them; it may be too large where rows are passed over. Otherwise null.</summary>
    public abstract long? RowCount { get; }

    /// <summary>
    /// Whether the rows that were read last in a pass stay as they are when it ends, until the second reading of the next pass. If so, that
    /// pass begins, and its first rows are read, while these are still trained on, where another epoch is due; it is ended unread if the
    /// training stops before. Default false: a pass begins when the epoch does.
    /// </summary>
    public virtual bool RowsOutlivePass => false;

    /// <summary>Starts to read all rows from the first on, once the pass before has ended.</summary>
    /// <param name="epoch">Counted from 1; of use to a source that can put its rows into another order for each.</param>
    /// <remarks>Called by the thread that trains, or, where rows outlive their pass, by the one that reads.</remarks>
    public abstract TrainingPass Begin(int epoch);
}
