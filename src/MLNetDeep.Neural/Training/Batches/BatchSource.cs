using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Training;

/// <summary>Supplies the mini-batches of a training. Each batch is the next range of row indices in a (shuffled) order.</summary>
/// <remarks>
/// With <see cref="FitOptions.GradientExchange"/>, the batches are those of a training without it, and each rank gets its part of each
/// batch: <see cref="Rows"/> and <see cref="NextRows"/> are this rank's rows, and may be none.
/// </remarks>
internal abstract class BatchSource(FitOptions options) : IDisposable
{
    private int[] _positions = [];
    private int[] _order = [];
    private int _rowCount;
    private int _start;
    private int _count;

    /// <summary>The number of training rows; 0 if unknown. Checkpoints store it.</summary>
    public abstract long RowCount { get; }

    /// <summary>The number of batches in a pass; null while unknown.</summary>
    public abstract long? BatchesPerPass { get; }

    /// <summary>All training rows; null if they are not all in memory.</summary>
    public virtual TrainingData? AllRows => null;

    /// <summary>The data that contain the current batch.</summary>
    public TrainingData? Data { get; private set; }

    /// <summary>The row indices of the current batch within <see cref="Data"/>.</summary>
    public ReadOnlySpan<int> Rows => Share(_start, _count);

    /// <summary>The position of each of <see cref="Rows"/> in the batch of all ranks; empty without an exchange.</summary>
    public ReadOnlySpan<int> Positions
    {
        get
        {
            if (Options.GradientExchange is not { } exchange)
            {
                return [];
            }

            if (_positions.Length < _count)
            {
                _positions = [.. Enumerable.Range(0, _count)];
            }

            (int first, int count) = RankShare.Of(exchange, _count);
            return _positions.AsSpan(first, count);
        }
    }

    /// <summary>The row indices of the next batch if that batch is also in <see cref="Data"/>; otherwise empty.</summary>
    public ReadOnlySpan<int> NextRows => Share(_start + _count, NextCount);

    /// <summary>The last row indices within <see cref="Data"/> up to the end of the current batch; none before the first batch.</summary>
    /// <param name="maxCount">The maximum number of rows of all ranks.</param>
    public ReadOnlySpan<int> LastRows(int maxCount) =>
        Share(Math.Max(0, _start + _count - maxCount), Math.Min(maxCount, _start + _count));

    /// <summary>Whether the current batch is the last one of its pass.</summary>
    public virtual bool IsLast => RowsLeft == 0;

    /// <summary>The options of the training.</summary>
    protected FitOptions Options { get; } = options;

    /// <summary>The number of rows in <see cref="Data"/> after the current batch.</summary>
    protected int RowsLeft => _rowCount - _start - _count;

    private int NextCount => Math.Min(Options.BatchSize, RowsLeft);

    /// <summary>Sets the number of batches per pass, which a resumed training counted before its checkpoint.</summary>
    public virtual void ResumeAfter(long batchesPerPass)
    {
    }

    /// <summary>Starts a pass and skips the batches before <paramref name="batch"/>.</summary>
    /// <param name="epoch">The epoch, counted from 1.</param>
    /// <param name="batch">The zero-based index of the next batch in the pass.</param>
    /// <param name="maxBatches">The number of remaining batches in the training. If the pass is shorter, a further pass follows.</param>
    public void Begin(int epoch, long batch, long maxBatches = long.MaxValue)
    {
        BeginPass(epoch, maxBatches);
        for (long skipped = 0; skipped < batch && MoveNext(); skipped++)
        {
        }
    }

    /// <summary>Moves to the next batch; returns false at the end of the pass.</summary>
    public virtual bool MoveNext()
    {
        int count = NextCount;
        (_start, _count) = (_start + _count, count);
        return count > 0;
    }

    public virtual void Dispose()
    {
    }

    /// <summary>Starts a pass. The first call of <see cref="MoveNext"/> moves to the first batch.</summary>
    protected abstract void BeginPass(int epoch, long maxBatches);

    /// <summary>Sets the data for the next batches. Shuffles the row order if <see cref="FitOptions.Shuffle"/> is true.</summary>
    protected void SetData(TrainingData data, ref Xoshiro256 random)
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

        (Data, _rowCount, _start, _count) = (data, data.RowCount, 0, 0);
    }

    /// <summary>Drops the reference to the data, so that their memory can be reused.</summary>
    protected void ReleaseData() => (Data, _rowCount, _start, _count) = (null, 0, 0, 0);

    // Returns this rank's part of a range of the order.
    private ReadOnlySpan<int> Share(int start, int count)
    {
        (int first, int length) = RankShare.Of(Options.GradientExchange, count);
        return _order.AsSpan(start + first, length);
    }
}
