using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>
/// Averages the weights, the statistics of layers and the optimizer's state with other processes, which have taken steps of their own, through
/// the memory of the host.
/// </summary>
/// <param name="parameters">The weights.</param>
/// <param name="optimizer">The optimizer.</param>
internal sealed class AveragedWeights(TorchParameters parameters, TorchOptimizer optimizer)
{
    private readonly List<float[]> _values = [];

    /// <summary>Replaces what steps change by its averages, with the rows of the results as weights.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="result">The result of this process's rows.</param>
    /// <returns>The result of the rows of all processes. If its loss is not finite, nothing is changed here.</returns>
    public EvaluationResult Average(IGradientExchange exchange, EvaluationResult result)
    {
        List<Tensor> tensors = [.. ChangingTensors()];
        exchange.Begin(result);
        for (int i = 0; i < tensors.Count; i++)
        {
            if (i == _values.Count)
            {
                _values.Add(new float[tensors[i].numel()]);
            }

            TensorMemory.Read(tensors[i], _values[i]);
            exchange.OnGradientReady(i, _values[i]);
        }

        EvaluationResult sum = exchange.Finish();
        if (double.IsFinite(sum.LossSum))
        {
            for (int i = 0; i < tensors.Count; i++)
            {
                TensorMemory.Write(tensors[i], _values[i]);
            }
        }

        return sum;
    }

    private IEnumerable<Tensor> ChangingTensors() =>
        Enumerable.Range(0, parameters.Spec.Parameters.Length).Where(parameters.IsChanging).Select(parameters.Values).Concat(optimizer.States);
}
