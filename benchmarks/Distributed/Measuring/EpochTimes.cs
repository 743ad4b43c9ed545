using MLNetDeep.Mpi;
using MLNetDeep.Neural;

namespace MLNetDeep.Benchmarks.Distributed.Measuring;

/// <summary>Collects times and bytes per step of the epochs after the first ones.</summary>
internal sealed class EpochTimes(MpiExchange? exchange, int warmUpEpochs) : TrainingCallback
{
    private readonly List<(double Seconds, double WaitSeconds, double Bytes)> _epochs = [];
    private MpiStatistics _before;
    private int _seen;

    public double StepMilliseconds => Median(epoch => epoch.Seconds) * 1e3;

    public double WaitMilliseconds => Median(epoch => epoch.WaitSeconds) * 1e3;

    public double BytesPerStep => Median(epoch => epoch.Bytes);

    public override void OnEpochBegin(TrainingContext context) => _before = exchange?.Statistics ?? default;

    public override void OnEpochEnd(TrainingContext context, EpochResult result)
    {
        if (_seen++ < warmUpEpochs)
        {
            return;
        }

        MpiStatistics after = exchange?.Statistics ?? default;
        _epochs.Add((
            result.Duration.TotalSeconds / result.Batches,
            (after.TimeWaiting - _before.TimeWaiting).TotalSeconds / result.Batches,
            (double)(after.BytesExchanged - _before.BytesExchanged) / result.Batches));
    }

    private double Median(Func<(double Seconds, double WaitSeconds, double Bytes), double> select)
    {
        double[] sorted = [.. _epochs.Select(select).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
