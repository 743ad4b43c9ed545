using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Training;

/// <summary>Batches of rows that are all in memory, in a new order for each epoch.</summary>
internal sealed class MemoryBatches(TrainingData data, FitOptions options) : BatchSource
{
    private readonly int[] _order = new int[data.RowCount];
    private int _first;
    private int _count;

    public override long RowCount => data.RowCount;

    public override int? BatchesPerPass { get; } = (int)(((long)data.RowCount + options.BatchSize - 1) / options.BatchSize);

    public override TrainingData Data => data;

    public override ReadOnlySpan<int> Rows => _order.AsSpan(_first, _count);

    public override ReadOnlySpan<int> NextRows
    {
        get
        {
            ReadOnlySpan<int> left = _order.AsSpan(_first + _count);
            return left[..Math.Min(options.BatchSize, left.Length)];
        }
    }

    public override bool IsLast => _first + _count == _order.Length;

    // The order of an epoch follows from the seed and the epoch alone, so that a training can be resumed at any place.
    public override void Begin(int epoch, int batch)
    {
        FillAscending(_order);
        if (options.Shuffle)
        {
            Seeds.Generator(options.Seed, RandomStream.Shuffling, epoch).Shuffle(_order);
        }

        (_first, _count) = (batch * options.BatchSize, 0);
    }

    public override bool MoveNext()
    {
        _first += _count;
        _count = Math.Min(options.BatchSize, _order.Length - _first);
        return _count > 0;
    }
}
