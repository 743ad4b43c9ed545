namespace MLNetDeep.Neural.Cpu;

/// <summary>Hands the gradients of a step to an <see cref="IGradientExchange"/>, layer by layer as they are computed.</summary>
internal sealed class ExchangedGradients
{
    private readonly IGradientExchange _exchange;
    private readonly CpuParameters _gradients;

    public ExchangedGradients(IGradientExchange exchange, CpuParameters gradients)
    {
        _exchange = exchange;
        _gradients = gradients;
        LayerDone = NotifyOf;
    }

    /// <summary>Called with the index of a layer whose gradients are all stored.</summary>
    public Action<int> LayerDone { get; }

    /// <summary>Begins a step.</summary>
    public void Begin(int rows, bool isFinite) => _exchange.Begin(rows, isFinite);

    /// <summary>Waits for the joined gradients; false where no process takes the step.</summary>
    public bool Finish() => _exchange.Finish();

    private void NotifyOf(int layer)
    {
        for (int i = _gradients.Spec.Parameters.Length - 1; i >= 0; i--)
        {
            ParameterSpec parameter = _gradients.Spec.Parameters[i];
            if (parameter.LayerIndex == layer && parameter.IsTrainable)
            {
                _exchange.OnGradientReady(i, _gradients[i].Memory);
            }
        }
    }
}
