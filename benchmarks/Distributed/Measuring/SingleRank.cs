using MLNetDeep.Neural;

namespace MLNetDeep.Benchmarks.Distributed.Measuring;

/// <summary>
/// An exchange with nobody: the training does all that it does for an exchange, such as keeping gradients until the end of the step, except
/// the exchange.
/// </summary>
internal sealed class SingleRank(int threads) : IGradientExchange
{
    private EvaluationResult _result;

    public int Rank => 0;

    public int Size => 1;

    public int DefaultThreads => threads;

    public bool IsStopping => false;

    public void Begin(EvaluationResult result) => _result = result;

    public void OnGradientReady(int parameter, Memory<float> gradient)
    {
    }

    public EvaluationResult Finish() => _result;

    public void Sum(Span<double> values)
    {
    }

    public void Broadcast(Span<byte> bytes)
    {
    }

    public byte[][] Gather(ReadOnlySpan<byte> bytes) => [bytes.ToArray()];

    public void RequestStop()
    {
    }
}
