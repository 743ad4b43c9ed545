using System.Collections.Immutable;

namespace MLNetDeep.Neural.Training;

/// <summary>Early stopping at work: the best epoch so far and how long ago it was.</summary>
internal sealed class EarlyStoppingState(EarlyStopping? options)
{
    /// <summary>The least cost so far.</summary>
    public double Best { get; private set; } = double.PositiveInfinity;

    /// <summary>The epochs since.</summary>
    public int Wait { get; private set; }

    /// <summary>The weights of the best epoch, where they are to be restored; null before the first.</summary>
    public ImmutableArray<NamedTensor>? BestWeights { get; private set; }

    public bool IsDue => options is not null && Wait > 0 && Wait >= options.Patience;

    /// <summary>Takes an epoch's result.</summary>
    public void Take(EpochResult epoch, ITrainingSession session)
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

    /// <summary>Goes on from a checkpoint.</summary>
    public void Restore(double best, int wait, ImmutableArray<NamedTensor>? weights) => (Best, Wait, BestWeights) = (best, wait, weights);
}
