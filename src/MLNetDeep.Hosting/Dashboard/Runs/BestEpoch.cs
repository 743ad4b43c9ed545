using MLNetDeep.Neural;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Hosting;

/// <summary>The best epoch of a run: the one whose weights <see cref="EarlyStopping.RestoreBestWeights"/> chooses.</summary>
/// <param name="Metric">The metric by which epochs are compared.</param>
/// <param name="Epoch">The epoch, counted from 1.</param>
/// <param name="Value">The value of the metric after this epoch.</param>
internal sealed record BestEpoch(TrainingMetric Metric, int Epoch, double Value)
{
    /// <summary>Compares an epoch with the best one so far as <see cref="EarlyStoppingState"/> does.</summary>
    /// <param name="best">The best epoch so far; null if there is none.</param>
    /// <param name="result">The result of the epoch.</param>
    /// <param name="stopping">The rule of early stopping; null if there is none.</param>
    /// <returns><paramref name="best"/>, or the epoch if it is better.</returns>
    public static BestEpoch? Compare(BestEpoch? best, EpochResult result, EarlyStopping? stopping)
    {
        TrainingMetric metric = stopping?.Monitor ?? (result.Validation is null ? TrainingMetric.Loss : TrainingMetric.ValidationLoss);
        double value = result.ValueOf(metric);
        double lowest = best is null ? BestValue.NoCost : metric.IsHigherBetter() ? -best.Value : best.Value;
        return BestValue.IsBetter(metric.Cost(result), lowest, stopping?.MinDelta ?? 0) ? new BestEpoch(metric, result.Epoch, value) : best;
    }
}
