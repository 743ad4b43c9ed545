using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;
using GeluForm = TorchSharp.Modules.GELU.Approximate;

namespace MLNetDeep.TorchSharp;

/// <summary>Computes activations by functions of libtorch.</summary>
internal static class TorchActivations
{
    /// <summary>Applies an activation to each value; softmax to each row.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="values">The values, of the shape [rows, ...].</param>
    /// <exception cref="NotSupportedException">The backend does not support the activation.</exception>
    public static Tensor Apply(Activation activation, Tensor values) => activation switch
    {
        Linear => values,
        Relu => values.relu(),
        LeakyRelu leaky => ApplyLeakyRelu(values, leaky.NegativeSlope),
        Elu elu => ApplyElu(values, elu.Alpha),
        Gelu gelu => nn.functional.gelu(values, gelu.Approximate ? GeluForm.tanh : GeluForm.none),
        Sigmoid => values.sigmoid(),
        Tanh => values.tanh(),
        Softplus => values.neg().log_sigmoid().neg(),
        Softmax => values.flatten(1).softmax(1),
        _ => throw new NotSupportedException($"The torch backend does not support the activation {activation}."),
    };

    private static Tensor ApplyLeakyRelu(Tensor values, double negativeSlope)
    {
        using Scalar slope = negativeSlope.ToScalar();
        return values.leaky_relu(slope);
    }

    private static Tensor ApplyElu(Tensor values, double alpha)
    {
        using Scalar limit = alpha.ToScalar();
        return values.elu(limit, Scalars.One, Scalars.One);
    }
}
