namespace MLNetDeep.Neural.Training;

/// <summary>
/// Wraps the exchange of a training. Once this rank knows that its weights are not finite, it reports a loss of NaN: then no rank takes the
/// next step, and all throw the same exception. The other ranks may not know it yet, because only here has a callback or another thread read
/// the network.
/// </summary>
/// <param name="exchange">The exchange of the training.</param>
/// <param name="isDiverged">Whether this rank knows that the weights or the optimizer's state are not finite.</param>
internal sealed class DivergenceExchange(IGradientExchange exchange, Func<bool> isDiverged) : IGradientExchange
{
    public int Rank => exchange.Rank;

    public int Size => exchange.Size;

    public int DefaultThreads => exchange.DefaultThreads;

    public bool IsStopping => exchange.IsStopping;

    public void Begin(EvaluationResult result) => exchange.Begin(isDiverged() ? result with { LossSum = double.NaN } : result);

    public void OnGradientReady(int parameter, Memory<float> gradient) => exchange.OnGradientReady(parameter, gradient);

    public EvaluationResult Finish() => exchange.Finish();

    public void Sum(Span<double> values) => exchange.Sum(values);

    public void Broadcast(Span<byte> bytes) => exchange.Broadcast(bytes);

    public byte[][] Gather(ReadOnlySpan<byte> bytes) => exchange.Gather(bytes);

    public void RequestStop() => exchange.RequestStop();
}
