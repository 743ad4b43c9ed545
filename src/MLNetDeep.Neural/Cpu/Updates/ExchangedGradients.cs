namespace MLNetDeep.Neural.Cpu;

/// <summary>Passes the gradients of each layer to an <see cref="IGradientExchange"/> as soon as they are computed.</summary>
internal sealed class ExchangedGradients
{
    private readonly CpuParameters _gradients;
    private bool _isEmpty;

    public ExchangedGradients(IGradientExchange exchange, CpuParameters gradients)
    {
        Exchange = exchange;
        _gradients = gradients;
        LayerDone = NotifyLayer;
    }

    /// <summary>The exchange.</summary>
    public IGradientExchange Exchange { get; }

    /// <summary>The action to call with the index of a layer when all its gradients are stored.</summary>
    public Action<int> LayerDone { get; }

    /// <summary>Begins a step with the result of this process's rows. If there are none, all gradients are set to 0.</summary>
    public void Begin(EvaluationResult result)
    {
        _isEmpty = result.RowCount == 0;
        Exchange.Begin(result);
    }

    /// <summary>
    /// Waits until all gradients are averaged over the processes. Returns the result of all rows; if its loss is not finite, no process takes
    /// the step.
    /// </summary>
    public EvaluationResult Finish() => Exchange.Finish();

    private void NotifyLayer(int layer)
    {
        for (int i = _gradients.Spec.Parameters.Length - 1; i >= 0; i--)
        {
            ParameterSpec parameter = _gradients.Spec.Parameters[i];
            if (parameter.LayerIndex == layer && parameter.IsTrainable)
            {
                if (_isEmpty)
                {
                    _gradients[i].Memory.Span.Clear();
                }

                Exchange.OnGradientReady(i, _gradients[i].Memory);
            }
        }
    }
}
