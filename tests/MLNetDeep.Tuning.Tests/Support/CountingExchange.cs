using MLNetDeep.Neural;

namespace MLNetDeep.Tuning.Tests;

/// <summary>An exchange that counts how often data were gathered through it.</summary>
internal sealed class CountingExchange(IGradientExchange inner) : IGradientExchange
{
    private int _gathers;

    public int Gathers => Volatile.Read(ref _gathers);

    public int Rank => inner.Rank;

    public int Size => inner.Size;

    public int DefaultThreads => inner.DefaultThreads;

    public bool IsStopping => inner.IsStopping;

    public void Begin(EvaluationResult result) => inner.Begin(result);

    public void OnGradientReady(int parameter, Memory<float> gradient) => inner.OnGradientReady(parameter, gradient);

    public EvaluationResult Finish() => inner.Finish();

    public void Sum(Span<double> values) => inner.Sum(values);

    public void Broadcast(Span<byte> bytes) => inner.Broadcast(bytes);

    public byte[][] Gather(ReadOnlySpan<byte> bytes)
    {
        byte[][] result = inner.Gather(bytes);
        Interlocked.Increment(ref _gathers);
        return result;
    }

    public void RequestStop() => inner.RequestStop();
}
