using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Training;

/// <summary>The mini-batches of a training, pass after pass: stretches of the order in which the rows of some data are taken.</summary>
internal abstract class BatchSource(FitOptions options) : IDisposable
{
    private int[] _order = [];
    private int _rowCount;
    private int _first;
    private int _count;

    /// <summary>How many rows there are to train on, for what checkpoints say of the training; 0 where it is not known.</summary>
    public abstract long RowCount { get; }

    /// <summary>How many batches a pass has; null while it is not known.</summary>
    public abstract int? BatchesPerPass { get; }

    /// <summary>Where the rows of the present batch are.</summary>
    public TrainingData? Data { get; private set; }

    /// <summary>The rows of the present batch.</summary>
    public ReadOnlySpan<int> Rows => _order.AsSpan(_first, _count);

    /// <summary>The rows of the next batch, where it is of the same data; otherwise empty.</summary>
    public ReadOnlySpan<int> NextRows => _order.AsSpan(_first + _count, Math.Min(Options.BatchSize, RowsLeft));

    /// <summary>Whether the present batch is the last one of its pass.</summary>
    public virtual bool IsLast => RowsLeft == 0;

    /// <summary>How the rows are taken.</summary>
    protected FitOptions Options { get; } = options;

    /// <summary>How many rows of the data are behind the present batch.</summary>
    protected int RowsLeft => _rowCount - _first - _count;

    /// <summary>Takes over what was learned from a pass before the training was stopped.</summary>
    public virtual void ResumeAfter(int batchesPerPass)
    {
    }

    /// <summary>Starts a pass, before the given batch of it, counted from 0.</summary>
    /// <param name="epoch">Counted from 1.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="mostBatches">With how many batches the training is at its end: if the pass has fewer, there is another one.</param>
    public void Begin(int epoch, int batch, int mostBatches = int.MaxValue)
    {
        BeginPass(epoch, mostBatches);
        for (int passed = 0; passed < batch && MoveNext(); passed++)
        {
        }
    }

    /// <summary>Goes to the next batch; false where there is none.</summary>
    public virtual bool MoveNext()
    {
        int count = NextRows.Length;
        (_first, _count) = (_first + _count, count);
        return count > 0;
    }

    public virtual void Dispose()
    {
    }

    /// <summary>Starts a pass, before its first batch.</summary>
    protected abstract void BeginPass(int epoch, int mostBatches);

    /// <summary>Takes rows from these data from now on, in an order that is drawn where the options want it.</summary>
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

    /// <summary>Forgets the data, whose memory may be used for others.</summary>
    protected void Release() => (Data, _rowCount, _first, _count) = (null, 0, 0, 0);
}
