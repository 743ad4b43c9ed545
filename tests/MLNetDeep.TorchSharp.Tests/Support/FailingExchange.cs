using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests.Support;

/// <summary>An exchange of one rank, of which a call of <see cref="Sum"/> fails.</summary>
/// <param name="failAt">The number of this call, counted from 1.</param>
internal sealed class FailingExchange(int failAt) : IGradientExchange
{
    private int _sums;
    private EvaluationResult _result;

    public int Rank => 0;

    public int Size => 1;

    public int DefaultThreads { get; init; } = 1;

    public bool IsStopping => false;

    public void Begin(EvaluationResult result) => _result = result;

    public void OnGradientReady(int parameter, Memory<float> gradient)
    {
    }

    public EvaluationResult Finish() => _result;

    public void Sum(Span<double> values)
    {
        if (++_sums == failAt)
        {
            throw new TimeoutException($"Call {failAt} fails.");
        }
    }

    public void Broadcast(Span<byte> bytes)
    {
    }

    public byte[][] Gather(ReadOnlySpan<byte> bytes) => [bytes.ToArray()];

    public void RequestStop()
    {
    }
}
