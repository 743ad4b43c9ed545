namespace MLNetDeep.Neural;

/// <summary>
/// Rows that are read anew for each epoch and never all held: for training on more than fits into memory, by
/// <see cref="Network.Fit(TrainingStream, FitOptions, IProgress{TrainingProgress}?, CancellationToken)"/>.
/// </summary>
public abstract class TrainingStream
{
    /// <summary>The number of rows, where it is known without reading them; it may be too large where rows are passed over. Otherwise null.</summary>
    public abstract long? RowCount { get; }

    /// <summary>Starts to read all rows from the first on.</summary>
    /// <param name="epoch">Counted from 1; of use to a source that can put its rows into another order for each.</param>
    public abstract TrainingPass Begin(int epoch);
}
