using MLNetDeep.Benchmarks;
using static TorchSharp.torch;

namespace TorchSharpPeer;

/// <summary>Creates a model and trains it for 200 steps on 10,000 matrices at once. The mean time of a step counts.</summary>
internal sealed class MatrixExponentialWorkload() : Workload("matrix-exponential")
{
    private const int Steps = 200;

    private (Tensor Inputs, Tensor Targets)? _data;

    public override void Prepare(int threads)
    {
        set_num_threads(threads);
        _data = Tensors.CreateMatrices();
        WarmUp(CreateAndTrain);
    }

    public override IReadOnlyDictionary<string, double> Measure() =>
        new Dictionary<string, double> { [Name] = SecondsOf(CreateAndTrain) / Steps };

    private void CreateAndTrain()
    {
        using nn.Module<Tensor, Tensor> model = Models.MatrixExponential();
        using optim.Optimizer optimizer = Models.Adam(model);
        Training.TrainOnAllRows(model, optimizer, _data!.Value.Inputs, _data.Value.Targets, Steps);
    }
}
