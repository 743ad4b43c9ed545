using MLNetDeep.Benchmarks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpPeer;

/// <summary>Predicts the probabilities of some digits, which are in tensors of one batch each.</summary>
/// <param name="name">The name of the workload's folder in benchmarks/peers.</param>
/// <param name="createModel">Creates the network, without softmax.</param>
/// <param name="inputShape">The shape of a digit as the network takes it.</param>
/// <param name="rows">The number of digits.</param>
/// <param name="batchSize">The number of digits in a call; default: all.</param>
internal sealed class ScoringWorkload(string name, Func<Module<Tensor, Tensor>> createModel, long[] inputShape, int rows, int? batchSize = null)
    : Workload(name)
{
    private readonly Module<Tensor, Tensor> _model = Sequential(createModel(), Softmax(1));

    private Tensor[] _batches = [];

    public override void Prepare(int threads)
    {
        set_num_threads(threads);
        _model.eval();
        Tensor digits = Tensors.LoadTestDigits().Inputs.narrow(0, 0, rows).reshape([rows, .. inputShape]);
        _batches = digits.split(batchSize ?? rows);
        WarmUp(Predict);
    }

    public override IReadOnlyDictionary<string, double> Measure() => new Dictionary<string, double> { [Name] = MeanSecondsOf(Predict) };

    private void Predict()
    {
        using IDisposable inference = inference_mode();
        foreach (Tensor batch in _batches)
        {
            using Tensor probabilities = _model.forward(batch);
        }
    }
}
