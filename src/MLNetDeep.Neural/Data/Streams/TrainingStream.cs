namespace MLNetDeep.Neural;

/// <summary>
/// A source of training data that do not fit into memory. The rows are read again in each epoch. Pass the stream to
/// <see cref="Network.Fit(TrainingStream, FitOptions, IProgress{TrainingProgress}?, CancellationToken)"/>.
/// </summary>
public abstract class TrainingStream
{
    /// <summary>
    /// The number of rows, if known without reading them; otherwise null. The number may be too large if the stream skips some rows.
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
