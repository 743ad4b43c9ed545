using MLNetDeep.Neural;
using static TorchSharp.torch;
using GeluForm = TorchSharp.Modules.GELU.Approximate;

namespace MLNetDeep.TorchSharp;

/// <summary>Computes activations by functions of libtorch.</summary>
internal static class TorchActivations
{
    // Above this z, log(1 + e^z) is z in floats: the difference e^-z is below 1e-13.
    private const double SoftplusIsLinear = 30;

    /// <summary>Applies an activation to each value; softmax to each row.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="values">The values, of the shape [rows, ...].</param>
    /// <exception cref="NotSupportedException">The backend does not support the activation.</exception>
    public static Tensor Apply(Activation activation, Tensor values) => activation switch
    {
        Linear => values,
        Relu => values.relu(),
        LeakyRelu leaky => nn.functional.leaky_relu(values, leaky.NegativeSlope),
        Elu elu => nn.functional.elu(values, elu.Alpha),
        Gelu gelu => nn.functional.gelu(values, gelu.Approximate ? GeluForm.tanh : GeluForm.none),
        Sigmoid => values.sigmoid(),
        Tanh => values.tanh(),
        Softplus => nn.functional.softplus(values, threshold: SoftplusIsLinear),
        Softmax => values.flatten(1).softmax(1),
        _ => throw new NotSupportedException($"The torch backend does not support the activation {activation}."),
    };
}
