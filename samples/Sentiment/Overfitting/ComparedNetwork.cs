using MLNetDeep.Neural;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>A network that was trained to be compared.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Parameters">The number of its weights and biases.</param>
/// <param name="History">Its losses and accuracies, by epoch, with those of the validation.</param>
/// <param name="Kept">The epoch whose weights it has in the end.</param>
internal sealed record ComparedNetwork(string Name, long Parameters, TrainingHistory History, EpochResult Kept)
{
    /// <summary>The epoch with the lowest validation loss, the first of equal ones.</summary>
    public static EpochResult Best(TrainingHistory history) => history.Epochs.MinBy(epoch => epoch.Validation!.Value.Loss)!;
}
