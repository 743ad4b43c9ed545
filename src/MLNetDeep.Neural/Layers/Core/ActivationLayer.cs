using System.Collections.Immutable;

namespace MLNetDeep.Neural;

/// <summary>
/// A layer that applies an activation to each value: Keras's <c>Activation</c>, or PyTorch's <c>nn.ReLU()</c> and similar modules.
/// </summary>
/// <remarks>
/// <c>Dense(n)</c> followed by this layer computes the same as <c>Dense(n, activation)</c>. With a separate activation layer, layers have
/// the same indices, and so weights the same names, as in PyTorch's <c>nn.Sequential</c>.
/// </remarks>
public sealed record ActivationLayer : LayerSpec
{
    /// <summary>Creates the layer.</summary>
    /// <param name="activation">The activation; softmax is accepted on the last layer only.</param>
    /// <exception cref="ArgumentNullException"><paramref name="activation"/> is null.</exception>
    public ActivationLayer(Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        Activation = activation;
    }

    /// <summary>The activation.</summary>
    public Activation Activation { get; }

    internal override Activation OutputActivation => Activation;

    internal override string TypeName => "Activation";

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) => inputShape;

    internal override bool KeepsPlaces => true;

    internal override int? OutputLength(int inputLength, ImmutableArray<int> inputShape) => inputLength;

    /// <inheritdoc/>
    public override LayerSpec? WithoutActivation() => null;
}
