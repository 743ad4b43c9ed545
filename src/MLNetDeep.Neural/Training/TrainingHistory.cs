using System.Collections.Immutable;

namespace MLNetDeep.Neural;

/// <summary>What a training gave, epoch by epoch.</summary>
public sealed class TrainingHistory
{
    internal TrainingHistory(ImmutableArray<EpochResult> epochs)
    {
        Epochs = epochs;
    }

    /// <summary>One entry per epoch; empty after 0 iterations.</summary>
    public ImmutableArray<EpochResult> Epochs { get; }

    /// <summary>The mini-batches done in all.</summary>
    public int Iterations => Epochs.Sum(epoch => epoch.Batches);
}
