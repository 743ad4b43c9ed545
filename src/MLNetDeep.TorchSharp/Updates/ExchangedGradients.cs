using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Averages the gradients of a step with other processes, through the memory of the host.</summary>
/// <remarks>
/// libtorch computes all gradients in one call, so they are exchanged when the last is there: nothing is sent while others are computed.
/// </remarks>
internal sealed class ExchangedGradients
{
    private readonly IGradientExchange _exchange;
    private readonly TorchParameters _parameters;
    private readonly Action<int, Tensor> _read;
    private readonly Action<int, Tensor> _write;

    // The trained parameters in the order of the exchange: from the last layer to the first.
    private readonly int[] _order;

    // The gradient of each trained parameter, by its index.
    private readonly float[][] _values;

    public ExchangedGradients(IGradientExchange exchange, TorchParameters parameters)
    {
        (_exchange, _parameters) = (exchange, parameters);
        _order = TrainedFromLastToFirst(parameters);
        _values = new float[parameters.Spec.Parameters.Length][];
        Array.ForEach(_order, index => _values[index] = new float[parameters.Spec.Parameters[index].Size]);
        _read = (index, gradient) => TensorMemory.Read(gradient, _values[index]);
        _write = (index, gradient) => TensorMemory.Write(gradient, _values[index]);
    }

    /// <summary>Returns the indices of the trained parameters, from the last layer to the first.</summary>
    public static int[] TrainedFromLastToFirst(TorchParameters parameters) =>
    [
        .. parameters.Groups.SelectMany(group => group.Parameters)
            .OrderByDescending(index => parameters.Spec.Parameters[index].LayerIndex).ThenByDescending(index => index),
    ];

    /// <summary>Replaces the gradients by the averages.</summary>
    /// <param name="result">The result of this process's rows.</param>
    /// <param name="gradients">The gradients of each group of parameters, without penalties.</param>
    /// <returns>The result of the rows of all processes. If its loss is not finite, no process takes the step.</returns>
    public EvaluationResult Average(EvaluationResult result, Tensor[] gradients)
    {
        _exchange.Begin(result);
        _parameters.ForEachGradient(gradients, _read);
        foreach (int parameter in _order)
        {
            _exchange.OnGradientReady(parameter, _values[parameter]);
        }

        EvaluationResult sum = _exchange.Finish();
        if (double.IsFinite(sum.LossSum))
        {
            _parameters.ForEachGradient(gradients, _write);
        }

        return sum;
    }
}
