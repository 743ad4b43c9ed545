using System.Diagnostics;
using MLNetDeep.Neural;

namespace MLNetDeep.Peers;

/// <summary>Trains a new network for one epoch on the 60,000 digits, including its creation.</summary>
internal class TrainingWorkload(string name, LayerSpec[] layers, OptimizerSpec optimizer, int batch) : Workload(name)
{
    // The runtime recompiles hot methods on a background thread, after 0.1 seconds without new methods.
    private const double WarmUpSeconds = 1;

    private NetworkSpec? _spec;
    private TrainingData? _data;
    private FitOptions? _options;

    public override void Prepare(int threads)
    {
        _data = Load();
        _spec = new NetworkSpec([_data.Features.ColumnCount], [.. layers]);
        _options = new FitOptions { Optimizer = optimizer, Loss = LossSpec.DefaultFor(_spec), BatchSize = batch, Threads = threads };
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds)
        {
            Fit(_options with { Iterations = 400 });
        }
    }

    public override IReadOnlyDictionary<string, double> Measure() =>
        new Dictionary<string, double> { [Name] = SecondsOf(() => Fit(_options!)) };

    protected virtual TrainingData Load() => Digits.Train();

    private void Fit(FitOptions options)
    {
        Network network = new(_spec!, seed: 1);
        network.Fit(_data!, options);
    }
}
