using MLNetDeep.Neural;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>A trained network in the overfitting comparison.</summary>
/// <param name="Name">The network's name in the table and the charts.</param>
/// <param name="Parameters">The number of weights and biases.</param>
/// <param name="History">The training and validation metrics of each epoch.</param>
/// <param name="Kept">The epoch whose weights the trained network has: the last, or the best with early stopping.</param>
internal sealed record ComparedNetwork(string Name, long Parameters, TrainingHistory History, EpochResult Kept)
{
    /// <summary>Returns the epoch with the lowest validation loss; the first one on ties.</summary>
    public static EpochResult FindBestEpoch(TrainingHistory history) => history.Epochs.MinBy(epoch => epoch.Validation!.Value.Loss)!;
}
