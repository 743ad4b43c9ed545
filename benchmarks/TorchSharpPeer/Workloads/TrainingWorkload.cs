using MLNetDeep.Benchmarks;
using static TorchSharp.torch;

namespace TorchSharpPeer;

/// <summary>Creates a model and trains the model for one epoch. Both are timed.</summary>
internal sealed class TrainingWorkload(
    string name,
    Func<nn.Module<Tensor, Tensor>> createModel,
    Func<nn.Module<Tensor, Tensor>, optim.Optimizer> createOptimizer,
    Func<(Tensor Inputs, Tensor Targets)> loadData,
    int batchSize) : Workload(name)
{
    private (Tensor Inputs, Tensor Targets)? _data;

    public override void Prepare(int threads)
    {
        set_num_threads(threads);
        _data = loadData();
        WarmUp(() => CreateAndTrain(maxBatches: 100));
    }

    public override IReadOnlyDictionary<string, double> Measure() =>
        new Dictionary<string, double> { [Name] = SecondsOf(() => CreateAndTrain()) };

    private void CreateAndTrain(int maxBatches = int.MaxValue)
    {
        (Tensor inputs, Tensor targets) = _data!.Value;
        using nn.Module<Tensor, Tensor> model = createModel();
        using optim.Optimizer optimizer = createOptimizer(model);
        Training.Train(model, optimizer, inputs, targets, batchSize, maxBatches);
    }
}
