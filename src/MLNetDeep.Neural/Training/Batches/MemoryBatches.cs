using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Training;

/// <summary>Supplies batches of rows that are all in memory.</summary>
internal sealed class MemoryBatches(TrainingData data, FitOptions options) : BatchSource(options)
{
    public override long RowCount => data.RowCount;

    public override TrainingData? AllRows => data;

    public override long? BatchesPerPass { get; } = ((long)data.RowCount + options.BatchSize - 1) / options.BatchSize;

    // The row order depends only on the seed and the epoch, so that a training can be resumed at any batch.
    protected override void BeginPass(int epoch, long maxBatches)
    {
        Xoshiro256 random = Seeds.Generator(Options.Seed, RandomStream.Shuffling, epoch);
        SetData(data, data.RowCount, ref random);
    }
}
