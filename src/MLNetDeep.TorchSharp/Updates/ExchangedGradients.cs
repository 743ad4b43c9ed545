using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Averages the gradients of a step with other processes, through the memory of the host.</summary>
internal sealed class ExchangedGradients(IGradientExchange exchange, TorchParameters parameters)
{
    /// <summary>Replaces the gradients by the averages, parameter by parameter from the last layer to the first.</summary>
    /// <param name="result">The result of this process's rows.</param>
    /// <param name="gradients">The gradients of each group of parameters, without penalties.</param>
    /// <returns>The result of the rows of all processes. If its loss is not finite, no process takes the step.</returns>
    public EvaluationResult Average(EvaluationResult result, Tensor[] gradients)
    {
        exchange.Begin(result);
        SortedDictionary<(int Layer, int Parameter), (Tensor Gradient, float[] Values)> exchanged = [];
        parameters.ForEachGradient(gradients, (index, gradient) =>
        {
            ParameterSpec parameter = parameters.Spec.Parameters[index];
            float[] values = new float[parameter.Size];
            TensorMemory.Read(gradient, values);
            exchanged.Add((-parameter.LayerIndex, -index), (gradient, values));
        });
        foreach (((_, int parameter), (_, float[] values)) in exchanged)
        {
            exchange.OnGradientReady(-parameter, values);
        }

        EvaluationResult sum = exchange.Finish();
        if (double.IsFinite(sum.LossSum))
        {
            foreach ((Tensor gradient, float[] averages) in exchanged.Values)
            {
                TensorMemory.Write(gradient, averages);
            }
        }

        return sum;
    }
}
