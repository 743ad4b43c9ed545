using MLNetDeep.Benchmarks;
using MLNetDeep.Neural;

namespace MLNetDeep.Peers;

/// <summary>Creates a network and trains the network for one epoch. Both are timed.</summary>
/// <param name="name">The name of the workload's folder in benchmarks/peers.</param>
/// <param name="spec">The network.</param>
/// <param name="optimizer">The optimizer.</param>
/// <param name="loadData">Loads the rows.</param>
/// <param name="batchSize">The rows of a mini-batch.</param>
/// <param name="backend">The backend that trains.</param>
internal sealed class TrainingWorkload(
    string name, NetworkSpec spec, OptimizerSpec optimizer, Func<TrainingData> loadData, int batchSize, IComputeBackend backend)
    : Workload(name)
{
    // So many steps are a warm-up.
    private const int WarmUpSteps = 400;

    private TrainingData? _data;
    private FitOptions? _options;

    public override void Prepare(int threads)
    {
        _data = loadData();
        _options = new FitOptions
        {
            Optimizer = optimizer, Loss = LossSpec.DefaultFor(spec), BatchSize = batchSize, Threads = threads, Backend = backend,
        };
        long epoch = (_data.RowCount + batchSize - 1) / batchSize;
        WarmUp(() => CreateAndTrain(_options with { Iterations = Math.Min(WarmUpSteps, epoch) }));
    }

    public override IReadOnlyDictionary<string, double> Measure() =>
        new Dictionary<string, double> { [Name] = SecondsOf(() => CreateAndTrain(_options!)) };

    private void CreateAndTrain(FitOptions options)
    {
        Network network = new(spec, seed: 1);
        network.Fit(_data!, options);
    }
}
