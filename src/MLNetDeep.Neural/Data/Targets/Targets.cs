namespace MLNetDeep.Neural;

/// <summary>What a network should give, one entry per row: <see cref="ClassTargets"/> or <see cref="DenseTargets"/>.</summary>
public abstract class Targets
{
    private protected Targets(int rowCount)
    {
        RowCount = rowCount;
    }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    internal abstract Targets Slice(int first, int count);

    /// <summary>The class of a row: the index, the place of the largest value, or of a single value the nearest whole number.</summary>
    internal abstract int ClassOf(int row);
}
