namespace MLNetDeep.Neural.Cpu;

/// <summary>A layer at work on batches. Its input is the output of the one before it, known since it was made.</summary>
internal abstract class CpuLayer(int outputs)
{
    // Where values are worked on one by one.
    private const int RowsPerTile = 16;

    /// <summary>What the layer gave for the last batch.</summary>
    public Activations Output { get; } = new(outputs);

    /// <summary>The gradient of the loss by <see cref="Output"/>; has rows in training only, and is overwritten by <see cref="Backward"/>.</summary>
    public Activations OutputGradient { get; } = new(outputs);

    /// <summary>The tiles of so many rows.</summary>
    protected static int RowTiles(int rows) => (rows + RowsPerTile - 1) / RowsPerTile;

    /// <summary>Where a tile's values are in what belongs to <see cref="Output"/>, padding included.</summary>
    /// <param name="tile">The tile, from 0 on.</param>
    /// <param name="rows">How many rows there are in the batch.</param>
    protected (long Offset, int Count) TileExtent(int tile, int rows)
    {
        int row = tile * RowsPerTile;
        return ((long)row * Output.Stride, Math.Min(RowsPerTile, rows - row) * Output.Stride);
    }

    /// <summary>Makes room for batches of this many rows.</summary>
    public virtual void EnsureRows(int rows, bool training)
    {
        Output.EnsureRows(rows);
        if (training)
        {
            OutputGradient.EnsureRows(rows);
        }
    }

    /// <summary>Computes <see cref="Output"/> for the rows now in the input.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="step">The steps taken before, in training; null otherwise.</param>
    public abstract void Forward(int rows, long? step);

    /// <summary>
    /// From <see cref="OutputGradient"/>, computes the gradient by the input where it is wanted, then has the parameters updated.
    /// </summary>
    public abstract void Backward(int rows, Activations? inputGradient, CpuUpdate update);

    /// <summary>Keeps what the last batch says of the data, once its step is certain to be taken.</summary>
    public virtual void Commit()
    {
    }
}
