using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Averages the gradients of a step with other processes, through the memory of the host.</summary>
internal sealed class ExchangedGradients(IGradientExchange exchange, TorchParameters parameters)
{
    /// <summary>Replaces the gradients by the averages, parameter by parameter from the last layer to the first.</summary>
    /// <param name="rows">The number of rows in the batch.</param>
    /// <param name="isFinite">Whether the loss of the batch is finite.</param>
    /// <param name="gradients">The gradients of each group of parameters, without penalties.</param>
    /// <returns>False if no process takes the step.</returns>
    public bool Average(int rows, bool isFinite, Tensor[] gradients)
    {
        exchange.Begin(rows, isFinite);
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

        if (!exchange.Finish())
        {
            return false;
        }

        foreach ((Tensor gradient, float[] averages) in exchanged.Values)
        {
            TensorMemory.Write(gradient, averages);
        }

        return true;
    }
}
