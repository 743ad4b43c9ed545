using System.Collections.Immutable;

namespace MLNetDeep.Neural.Training;

/// <summary>Tracks the best epoch so far and the number of epochs since then, for early stopping.</summary>
internal sealed class EarlyStoppingState(EarlyStopping? options)
{
    /// <summary>The lowest cost so far; see <see cref="EarlyStopping.Cost"/>.</summary>
    public double LowestCost { get; private set; } = double.PositiveInfinity;

    /// <summary>The number of epochs since the best epoch.</summary>
    public int EpochsSinceBest { get; private set; }

    /// <summary>
    /// The weights of the best epoch; null before the first epoch, or if <see cref="EarlyStopping.RestoreBestWeights"/> is false.
    /// </summary>
    public ImmutableArray<NamedTensor>? BestWeights { get; private set; }

    /// <summary>Whether the training must end now.</summary>
    public bool MustStop => options is not null && EpochsSinceBest > 0 && EpochsSinceBest >= options.Patience;

    /// <summary>Compares the result of an epoch with the best result so far.</summary>
    public void Update(EpochResult epoch, ITrainingSession session)
    {
        if (options is null)
        {
            return;
        }

        double cost = options.Cost(epoch);
        if (cost < LowestCost - options.MinDelta || (double.IsPositiveInfinity(LowestCost) && double.IsFinite(cost)))
        {
            LowestCost = cost;
            EpochsSinceBest = 0;
            BestWeights = options.RestoreBestWeights ? [.. session.GetWeights()] : null;
        }
        else
        {
            EpochsSinceBest++;
        }
    }

    /// <summary>Restores the state from a checkpoint.</summary>
    public void Restore(double lowestCost, int epochsSinceBest, ImmutableArray<NamedTensor>? weights) =>
        (LowestCost, EpochsSinceBest, BestWeights) = (lowestCost, epochsSinceBest, weights);
}
