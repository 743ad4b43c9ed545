namespace MLNetDeep.Neural;

/// <summary>
/// The values that a network is trained to output for each row: <see cref="ClassTargets"/> or <see cref="DenseTargets"/>.
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
    /// Returns the class of a row. For <see cref="ClassTargets"/>, this is the label. For <see cref="DenseTargets"/>, it is the column of
    /// the largest value, the first on ties. If there is a single column, its value is rounded to the nearest integer, halves to the even
    /// one.
    /// </summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row is out of range.</exception>
    public abstract int ClassOf(int row);
}
