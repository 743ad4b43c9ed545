using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Training;

/// <summary>The source of a training's mini-batches, which are consecutive ranges of a shuffled order of rows.</summary>
internal abstract class BatchSource(FitOptions options) : IDisposable
{
    private int[] _order = [];
    private int _rowCount;
    private int _first;
    private int _count;

    /// <summary>The number of rows to train on, which checkpoints store; 0 if unknown.</summary>
    public abstract long RowCount { get; }

    /// <summary>The number of batches in a pass; null while it is unknown.</summary>
    public abstract int? BatchesPerPass { get; }

    /// <summary>The data that contain the current batch.</summary>
    public TrainingData? Data { get; private set; }

    /// <summary>The row indices of the current batch within <see cref="Data"/>.</summary>
    public ReadOnlySpan<int> Rows => _order.AsSpan(_first, _count);

    /// <summary>The row indices of the next batch if it is in the same data; otherwise empty.</summary>
    public ReadOnlySpan<int> NextRows => _order.AsSpan(_first + _count, Math.Min(Options.BatchSize, RowsLeft));

    /// <summary>Whether the current batch is the last one of its pass.</summary>
    public virtual bool IsLast => RowsLeft == 0;

    /// <summary>The options of the training.</summary>
    protected FitOptions Options { get; } = options;

    /// <summary>The number of rows of the data after the current batch.</summary>
    protected int RowsLeft => _rowCount - _first - _count;

    /// <summary>Sets the number of batches per pass that a resumed training counted before it was stopped.</summary>
    public virtual void ResumeAfter(int batchesPerPass)
    {
    }

    /// <summary>Starts a pass and skips the batches before the given one.</summary>
    /// <param name="epoch">The epoch, counted from 1.</param>
    /// <param name="batch">The next batch of the pass, counted from 0.</param>
    /// <param name="maxBatches">The number of batches after which the training ends; a shorter pass is followed by another one.</param>
    public void Begin(int epoch, int batch, int maxBatches = int.MaxValue)
    {
        BeginPass(epoch, maxBatches);
        for (int skipped = 0; skipped < batch && MoveNext(); skipped++)
        {
        }
    }

    /// <summary>Moves to the next batch; returns false at the end of the pass.</summary>
    public virtual bool MoveNext()
    {
        int count = NextRows.Length;
        (_first, _count) = (_first + _count, count);
        return count > 0;
    }

    public virtual void Dispose()
    {
    }

    /// <summary>Starts a pass; the first call of <see cref="MoveNext"/> moves to its first batch.</summary>
    protected abstract void BeginPass(int epoch, int maxBatches);

    /// <summary>Sets the data of the next batches, and shuffles the order of their rows if the options say so.</summary>
    protected void Arrange(TrainingData data, ref Xoshiro256 random)
    {
        if (_order.Length < data.RowCount)
        {
            _order = new int[data.RowCount];
        }

        Span<int> order = _order.AsSpan(0, data.RowCount);
        for (int row = 0; row < order.Length; row++)
        {
            order[row] = row;
        }

        if (Options.Shuffle)
        {
            random.Shuffle(order);
        }

        (Data, _rowCount, _first, _count) = (data, data.RowCount, 0, 0);
    }

    /// <summary>Drops the data, so that their memory can be reused.</summary>
    protected void Release() => (Data, _rowCount, _first, _count) = (null, 0, 0, 0);
}
