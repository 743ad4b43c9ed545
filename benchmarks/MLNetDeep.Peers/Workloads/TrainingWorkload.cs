using MLNetDeep.Benchmarks;
using MLNetDeep.Neural;

namespace MLNetDeep.Peers;

/// <summary>Creates a network and trains the network for one epoch, by default on the 60,000 training digits. Both are timed.</summary>
/// <param name="name">The name of the workload's folder in benchmarks/peers.</param>
/// <param name="layers">The layers of the network.</param>
/// <param name="optimizer">The optimizer.</param>
/// <param name="batchSize">The rows of a mini-batch.</param>
/// <param name="backend">The backend that trains.</param>
internal class TrainingWorkload(string name, LayerSpec[] layers, OptimizerSpec optimizer, int batchSize, IComputeBackend backend)
    : Workload(name)
{
    private NetworkSpec? _spec;
    private TrainingData? _data;
    private FitOptions? _options;

    public override void Prepare(int threads)
    {
        _data = LoadData();
        _spec = new NetworkSpec([_data.Features.ColumnCount], [.. layers]);
        _options = new FitOptions
        {
            Optimizer = optimizer, Loss = LossSpec.DefaultFor(_spec), BatchSize = batchSize, Threads = threads, Backend = backend,
        };
        WarmUp(() => CreateAndTrain(_options with { Iterations = 400 }));
    }

    public override IReadOnlyDictionary<string, double> Measure() =>
        new Dictionary<string, double> { [Name] = SecondsOf(() => CreateAndTrain(_options!)) };

    protected virtual TrainingData LoadData() => Digits.LoadTrainingSet();

    private void CreateAndTrain(FitOptions options)
    {
        Network network = new(_spec!, seed: 1);
        network.Fit(_data!, options);
    }
}
