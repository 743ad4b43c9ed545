using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Training;

/// <summary>Batches of rows that are all in memory, in a new order for each epoch.</summary>
internal sealed class MemoryBatches(TrainingData data, FitOptions options) : BatchSource(options)
{
    public override long RowCount => data.RowCount;

    public override int? BatchesPerPass { get; } = (int)(((long)data.RowCount + options.BatchSize - 1) / options.BatchSize);

    // The order of an epoch follows from the seed and the epoch alone, so that a training can be resumed at any place.
    protected override void BeginPass(int epoch, int mostBatches)
    {
        Xoshiro256 random = Seeds.Generator(Options.Seed, RandomStream.Shuffling, epoch);
        Arrange(data, ref random);
    }
}
