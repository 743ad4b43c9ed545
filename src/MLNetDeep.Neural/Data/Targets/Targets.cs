namespace MLNetDeep.Neural;

/// <summary>
/// The targets of the rows, what a network is trained to output: <see cref="ClassTargets"/> or <see cref="DenseTargets"/>.
/// </summary>
public abstract class Targets
{
    private protected Targets(int rowCount)
    {
        RowCount = rowCount;
    }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    internal abstract Targets Slice(int first, int count);

    /// <summary>
    /// The class of a row: the label, or for <see cref="DenseTargets"/> the column of the largest value (the first of equal ones). A single
    /// column is rounded to the nearest whole number, halves to the even one.
    /// </summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public abstract int ClassOf(int row);
}
