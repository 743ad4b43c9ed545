namespace MLNetDeep.Neural;

/// <summary>
/// A source of training data that do not fit into memory. The rows are read again in each epoch. Pass the stream to
/// <see cref="Network.Fit(TrainingStream, FitOptions, IProgress{TrainingProgress}?, CancellationToken)"/>.
/// </summary>
/// <remarks>
/// With <see cref="FitOptions.GradientExchange"/>, the stream of each rank has rows of its own, one or more. The training is on the rows of all
/// ranks: the first row of each, then the second row of each, and so on; ranks whose streams have ended are left out. It is the training of one
/// process on a stream of the rows in this order if all ranks have the same number of rows, or at most one fewer. Where a stream ends earlier,
/// a pool has fewer rows. An exception in the stream of one rank ends the training in all ranks.
/// </remarks>
public abstract class TrainingStream
{
    /// <summary>
    /// The number of rows, if known without reading them; otherwise null. The number may be too large if the stream skips some rows. With
    /// several ranks: the number of the rows of all ranks, which must be the same in each.
    /// </summary>
    public abstract long? RowCount { get; }

    /// <summary>
    /// Whether the last rows of a pass stay valid until the second call of <see cref="TrainingPass.Read"/> in the next pass. If true, the
    /// next pass begins while the network still trains on these last rows. If the training then ends, the pass that began early is
    /// disposed. Default false: a pass begins with its epoch.
    /// </summary>
    public virtual bool RowsOutlivePass => false;

    /// <summary>Begins a pass over all rows, starting with the first row. The previous pass has been disposed.</summary>
    /// <param name="epoch">The epoch, counted from 1, for streams that change the row order in each epoch.</param>
    /// <remarks>Called on the training thread, or on the reading thread if <see cref="RowsOutlivePass"/> is true.</remarks>
    public abstract TrainingPass Begin(int epoch);
}
