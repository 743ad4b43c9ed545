using MLNetDeep.Benchmarks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpPeer;

/// <summary>Predicts the probabilities of some digits, which are in one tensor, in one call. The network has the layers of the Quickstart sample.</summary>
internal sealed class ScoringWorkload(string name, int rows) : Workload(name)
{
    private readonly Module<Tensor, Tensor> _model =
        Sequential(Linear(784, 128), ReLU(), Dropout(0.2), Linear(128, 10), Softmax(1));

    private Tensor? _inputs;

    public override void Prepare(int threads)
    {
        set_num_threads(threads);
        _model.eval();
        _inputs = Tensors.LoadTestDigits().Inputs.narrow(0, 0, rows);
        WarmUp(Predict);
    }

    public override IReadOnlyDictionary<string, double> Measure() => new Dictionary<string, double> { [Name] = MeanSecondsOf(Predict) };

    private void Predict()
    {
        using IDisposable inference = inference_mode();
        using Tensor probabilities = _model.forward(_inputs!);
    }
}
