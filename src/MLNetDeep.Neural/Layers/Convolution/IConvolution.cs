using System.Collections.Immutable;

namespace MLNetDeep.Neural;

/// <summary>A layer that computes f(x * W + b) from the parameters <c>weight</c> W and <c>bias</c> b, where * is a convolution.</summary>
/// <remarks>Its parameters are W, of the shape [output channels, group inputs, kernel], and b, of the shape [output channels].</remarks>
internal interface IConvolution
{
    /// <summary>The activation f.</summary>
    Activation Activation { get; }

    /// <summary>Whether the layer has a bias b.</summary>
    bool UseBias { get; }

    /// <summary>Returns the geometry for a shape of the input.</summary>
    /// <param name="inputShape">The shape of one row before the layer.</param>
    /// <exception cref="ArgumentException">The layer does not accept <paramref name="inputShape"/>.</exception>
    ConvolutionShape ShapeOf(ImmutableArray<int> inputShape);
}
