using MLNetDeep.Neural;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>A trained network of the comparison.</summary>
/// <param name="Name">Its name in the table and the charts.</param>
/// <param name="Parameters">The number of weights and biases.</param>
/// <param name="History">The training and validation metrics of each epoch.</param>
/// <param name="Kept">The epoch whose weights the network kept.</param>
internal sealed record ComparedNetwork(string Name, long Parameters, TrainingHistory History, EpochResult Kept)
{
    /// <summary>The epoch with the lowest validation loss, the first in case of a tie.</summary>
    public static EpochResult Best(TrainingHistory history) => history.Epochs.MinBy(epoch => epoch.Validation!.Value.Loss)!;
}
