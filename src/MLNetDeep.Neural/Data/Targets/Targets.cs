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

    /// <summary>Creates <see cref="ClassTargets"/> over class indices, which must not change while in use.</summary>
    /// <param name="labels">The class of each row, counted from 0.</param>
    /// <exception cref="ArgumentException">A label is negative.</exception>
    public static implicit operator Targets(int[] labels) => new ClassTargets(labels);

    /// <summary>Creates <see cref="DenseTargets"/> with one column over numbers, which must not change while in use.</summary>
    /// <param name="values">The target of each row, for a network with one output.</param>
    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    public static implicit operator Targets(float[] values) => new DenseTargets(values);

    /// <summary>Copies rows of numbers to <see cref="DenseTargets"/>; see <see cref="DenseTargets.FromRows"/>.</summary>
    /// <param name="rows">One row or more, each with one number per output of the network.</param>
    /// <exception cref="ArgumentException">
    /// There is no row, the rows have different lengths or no values, or a value is NaN or infinite.
    /// </exception>
    public static implicit operator Targets(float[][] rows) => DenseTargets.FromRows(rows);

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    internal abstract Targets Slice(int first, int count);

    /// <summary>Returns copies of some rows, in the given order.</summary>
    internal abstract Targets Select(int[] rows);

    /// <summary>
    /// Whether a row's target for an output is above 1/2. For <see cref="ClassTargets"/>, the only output is that of class 1.
    /// </summary>
    internal abstract bool IsPositive(int row, int output);

    /// <summary>
    /// Returns the class of a row. For <see cref="ClassTargets"/>, this is the label. For <see cref="DenseTargets"/>, it is the column of
    /// the largest value, the first on ties. If there is a single column, its value is rounded to the nearest integer, halves to the even
    /// one.
    /// </summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row is out of range.</exception>
    public abstract int ClassOf(int row);
}
