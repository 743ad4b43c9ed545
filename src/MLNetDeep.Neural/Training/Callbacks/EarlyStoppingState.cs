using System.Collections.Immutable;

namespace MLNetDeep.Neural.Training;

/// <summary>Tracks the best epoch so far and the number of epochs since then, for early stopping.</summary>
/// <param name="options">The options; null without early stopping.</param>
/// <param name="network">The network, whose weights are kept.</param>
/// <param name="validationRows">The number of validation rows; 0 if there are none.</param>
/// <param name="topK">See <see cref="FitOptions.TopK"/>.</param>
internal sealed class EarlyStoppingState(EarlyStopping? options, Network network, int validationRows, int topK)
{
    /// <summary>The lowest cost so far; see <see cref="TrainingMetricExtensions.Cost"/>.</summary>
    public double LowestCost { get; private set; } = BestValue.NoCost;

    /// <summary>The number of epochs since the best epoch.</summary>
    public int EpochsSinceBest { get; private set; }

    /// <summary>
    /// The weights of the best epoch; null before the first epoch, or if <see cref="EarlyStopping.RestoreBestWeights"/> is false.
    /// </summary>
    public ImmutableArray<NamedTensor>? BestWeights { get; private set; }

    /// <summary>Identifies what <see cref="LowestCost"/> and <see cref="BestWeights"/> refer to; null without early stopping.</summary>
    public EarlyStoppingIdentity? Identity { get; } = options is null
        ? null
        : new(
            options.Monitor,
            options.MinDelta,
            options.RestoreBestWeights,
            validationRows,
            options.Monitor.OnTraining() == TrainingMetric.TopKAccuracy ? topK : 0);

    /// <summary>Whether the training must end now.</summary>
    public bool MustStop => options is not null && EpochsSinceBest > 0 && EpochsSinceBest >= options.Patience;

    /// <summary>A sentence for the user if no epoch had a result that can be compared; otherwise null.</summary>
    public string? Warning => EpochsSinceBest > 0 && LowestCost == BestValue.NoCost
        ? $"EarlyStopping monitors {options!.Monitor}, which was NaN or infinite in every epoch, so no epoch was the best. Look for NaN or "
            + "infinite values in the data, and for validation rows that are all of one class."
        : null;

    /// <summary>Compares the result of an epoch with the best result so far.</summary>
    public void Update(EpochResult epoch)
    {
        if (options is null)
        {
            return;
        }

        double cost = options.Monitor.Cost(epoch);
        if (BestValue.IsBetter(cost, LowestCost, options.MinDelta))
        {
            LowestCost = cost;
            EpochsSinceBest = 0;
            BestWeights = options.RestoreBestWeights ? network.CurrentWeights : null;
        }
        else
        {
            EpochsSinceBest++;
        }
    }

    /// <summary>Restores the state from a checkpoint, unless it belongs to other options.</summary>
    public void Restore(TrainingCheckpoint checkpoint)
    {
        // Older files do not say which options the state belongs to, but whether there are weights shows one of them.
        bool isSame = checkpoint.Document.EarlyStopping is { } saved
            ? saved == Identity
            : options is not null && options.RestoreBestWeights == (checkpoint.BestWeights is not null);
        if (isSame)
        {
            (LowestCost, EpochsSinceBest, BestWeights) = (checkpoint.Document.Best, checkpoint.Document.Wait, checkpoint.BestWeights);
        }
    }
}
