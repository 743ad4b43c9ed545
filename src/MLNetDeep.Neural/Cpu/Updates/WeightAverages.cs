namespace MLNetDeep.Neural.Cpu;

/// <summary>Averages weights, running statistics and the optimizer's states over sessions that have taken steps alone.</summary>
/// <param name="weights">The weights.</param>
/// <param name="optimizer">The optimizer of these weights.</param>
/// <param name="layers">The layers, which tell which parameters are running statistics.</param>
internal sealed class WeightAverages(CpuParameters weights, CpuOptimizer optimizer, LayerStack layers)
{
    // What does not change in training is not averaged, since sums would round it.
    private readonly bool[] _changes =
    [
        .. weights.Spec.Parameters.Select((parameter, i) => parameter.IsTrainable || layers.Statistics.Contains(i)),
    ];

    /// <summary>Replaces the values by their averages, weighted by the rows of each result. Returns the sum of the results.</summary>
    public EvaluationResult Average(IGradientExchange exchange, EvaluationResult result)
    {
        exchange.Begin(result);
        Announce(exchange, weights, 0);
        for (int state = 0; state < optimizer.States.Length; state++)
        {
            if (optimizer.States[state] is { } values)
            {
                Announce(exchange, values, (state + 1) * _changes.Length);
            }
        }

        return exchange.Finish();
    }

    private void Announce(IGradientExchange exchange, CpuParameters values, int firstIndex)
    {
        for (int i = _changes.Length - 1; i >= 0; i--)
        {
            if (_changes[i])
            {
                exchange.OnGradientReady(firstIndex + i, values[i].Memory);
            }
        }
    }
}
