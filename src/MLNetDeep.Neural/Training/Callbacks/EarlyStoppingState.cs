using System.Collections.Immutable;

namespace MLNetDeep.Neural.Training;

/// <summary>The state of early stopping: the best epoch so far, and the number of epochs since.</summary>
internal sealed class EarlyStoppingState(EarlyStopping? options)
{
    /// <summary>The lowest cost so far; see <see cref="EarlyStopping.Cost"/>.</summary>
    public double Best { get; private set; } = double.PositiveInfinity;

    /// <summary>The number of epochs since the best one.</summary>
    public int Wait { get; private set; }

    /// <summary>The weights of the best epoch; null before the first epoch, or if they are not restored.</summary>
    public ImmutableArray<NamedTensor>? BestWeights { get; private set; }

    /// <summary>Whether the training must end now.</summary>
    public bool IsDue => options is not null && Wait > 0 && Wait >= options.Patience;

    /// <summary>Compares the result of an epoch with the best one.</summary>
    public void Update(EpochResult epoch, ITrainingSession session)
    {
        if (options is null)
        {
            return;
        }

        double cost = options.Cost(epoch);
        if (cost < Best - options.MinDelta || (double.IsPositiveInfinity(Best) && double.IsFinite(cost)))
        {
            Best = cost;
            Wait = 0;
            BestWeights = options.RestoreBestWeights ? [.. session.GetWeights()] : null;
        }
        else
        {
            Wait++;
        }
    }

    /// <summary>Restores the state from a checkpoint.</summary>
    public void Restore(double best, int wait, ImmutableArray<NamedTensor>? weights) => (Best, Wait, BestWeights) = (best, wait, weights);
}
