using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Training;

/// <summary>Supplies the mini-batches of a training. Each batch is the next range of row indices in a (shuffled) order.</summary>
/// <remarks>
/// With <see cref="FitOptions.GradientExchange"/>, the batches are those of a training without it, and each rank gets its part of each
/// batch: <see cref="Rows"/> and <see cref="NextRows"/> are this rank's rows, and may be none.
/// </remarks>
internal abstract class BatchSource(FitOptions options) : IDisposable
{
    // The positions 0, 1, 2 and so on, as many as were needed.
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
    public ReadOnlySpan<int> Rows => RowsBetween(_start, _start + _count);

    /// <summary>The position of each of <see cref="Rows"/> in the batch of all ranks; empty without an exchange.</summary>
    public ReadOnlySpan<int> Positions => PositionsBetween(_start, _start + _count);

    /// <summary>The row indices of the next batch if that batch is also in <see cref="Data"/>; otherwise empty.</summary>
    public ReadOnlySpan<int> NextRows => RowsBetween(_start + _count, _start + _count + NextCount);

    /// <summary>The last row indices within <see cref="Data"/> up to the end of the current batch; none before the first batch.</summary>
    /// <param name="maxCount">The maximum number of rows of all ranks.</param>
    public ReadOnlySpan<int> LastRows(int maxCount) => RowsBetween(Math.Max(0, _start + _count - maxCount), _start + _count);

    /// <summary>Whether the current batch is the last one of its pass.</summary>
    public virtual bool IsLast => RowsLeft == 0;

    /// <summary>The options of the training.</summary>
    protected FitOptions Options { get; } = options;

    /// <summary>The row order of <see cref="Data"/>, or of the rows of all ranks: the rows of the first batch, then those of the second.</summary>
    protected ReadOnlySpan<int> Order => _order.AsSpan(0, _rowCount);

    /// <summary>The number of rows in <see cref="Order"/> after the current batch.</summary>
    private int RowsLeft => _rowCount - _start - _count;

    // The number of rows in the next batch.
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

    /// <summary>Returns this rank's rows between two places in <see cref="Order"/>. Default: each rank holds all rows, and has a range.</summary>
    protected virtual ReadOnlySpan<int> RowsBetween(int start, int end)
    {
        (int first, int count) = RankShare.Of(Options.GradientExchange, end - start);
        return Order.Slice(start + first, count);
    }

    /// <summary>Returns what <see cref="Positions"/> is for a batch between two places in <see cref="Order"/>.</summary>
    protected virtual ReadOnlySpan<int> PositionsBetween(int start, int end)
    {
        if (Options.GradientExchange is not { } exchange)
        {
            return [];
        }

        if (_positions.Length < end - start)
        {
            _positions = [.. Enumerable.Range(0, end - start)];
        }

        (int first, int count) = RankShare.Of(exchange, end - start);
        return _positions.AsSpan(first, count);
    }

    /// <summary>Sets the data for the next batches. Shuffles the row order if <see cref="FitOptions.Shuffle"/> is true.</summary>
    /// <param name="data">The data.</param>
    /// <param name="rowCount">The number of rows in the batches: those of the data, or those of all ranks.</param>
    /// <param name="random">The generator that shuffles.</param>
    protected void SetData(TrainingData data, int rowCount, ref Xoshiro256 random)
    {
        if (_order.Length < rowCount)
        {
            _order = new int[rowCount];
        }

        Span<int> order = _order.AsSpan(0, rowCount);
        for (int row = 0; row < order.Length; row++)
        {
            order[row] = row;
        }

        if (Options.Shuffle)
        {
            random.Shuffle(order);
        }

        (Data, _rowCount, _start, _count) = (data, rowCount, 0, 0);
    }

    /// <summary>Drops the reference to the data, so that their memory can be reused.</summary>
    protected void ReleaseData() => (Data, _rowCount, _start, _count) = (null, 0, 0, 0);
}
