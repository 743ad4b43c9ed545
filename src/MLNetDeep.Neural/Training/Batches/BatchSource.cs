namespace MLNetDeep.Neural.Training;

/// <summary>The mini-batches of a training, pass after pass.</summary>
internal abstract class BatchSource : IDisposable
{
    /// <summary>How many rows there are to train on, for what checkpoints say of the training; 0 where it is not known.</summary>
    public abstract long RowCount { get; }

    /// <summary>How many batches a pass has; null while it is not known.</summary>
    public abstract int? BatchesPerPass { get; }

    /// <summary>Where the rows of the present batch are.</summary>
    public abstract TrainingData Data { get; }

    /// <summary>The rows of the present batch.</summary>
    public abstract ReadOnlySpan<int> Rows { get; }

    /// <summary>The rows of the next batch, where it is of the same data; otherwise empty.</summary>
    public abstract ReadOnlySpan<int> NextRows { get; }

    /// <summary>Whether the present batch is the last one of its pass.</summary>
    public abstract bool IsLast { get; }

    /// <summary>Takes over what was learned from a pass before the training was stopped.</summary>
    public virtual void ResumeAfter(int batchesPerPass)
    {
    }

    /// <summary>Starts a pass, before the given batch of it, counted from 0.</summary>
    public abstract void Begin(int epoch, int batch);

    /// <summary>Goes to the next batch; false where there is none.</summary>
    public abstract bool MoveNext();

    public virtual void Dispose()
    {
    }

    /// <summary>The order in which the rows lie.</summary>
    protected static void FillAscending(Span<int> order)
    {
        for (int row = 0; row < order.Length; row++)
        {
            order[row] = row;
        }
    }
}
