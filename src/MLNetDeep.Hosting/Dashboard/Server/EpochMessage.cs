using MLNetDeep.Neural;

namespace MLNetDeep.Hosting;

/// <summary>An epoch's result for the page.</summary>
/// <param name="Epoch">The epoch, counted from 1.</param>
/// <param name="Batch">The number of batches up to its end, since the first epoch began.</param>
/// <param name="IsPartial">See <see cref="EpochResult.IsPartial"/>.</param>
/// <param name="Seconds">The duration.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="Values">The finite values of the measured metrics, by the names of <see cref="TrainingMetric"/>.</param>
internal sealed record EpochMessage(
    int Epoch, long Batch, bool IsPartial, double Seconds, double LearningRate, IReadOnlyDictionary<string, double> Values)
{
    private static readonly TrainingMetric[] s_metrics = Enum.GetValues<TrainingMetric>();

    public static EpochMessage Create(EpochPoint point)
    {
        EpochResult result = point.Result;
        Dictionary<string, double> values = [];
        foreach (TrainingMetric metric in s_metrics)
        {
            if (result.ValueOf(metric) is var value && double.IsFinite(value))
            {
                values.Add(metric.ToString(), value);
            }
        }

        return new EpochMessage(
            result.Epoch, point.Batch, result.IsPartial, result.Duration.TotalSeconds, result.LearningRate, values);
    }
}
