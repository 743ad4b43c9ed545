using System.Collections.Immutable;

namespace MLNetDeep.Neural;

/// <summary>
/// Applies an activation to each value: Keras's layer <c>Activation</c>, PyTorch's <c>nn.ReLU()</c> and the like. <c>Dense(n)</c> followed
/// by this computes what <c>Dense(n, activation)</c> does, with layers numbered as PyTorch numbers them.
/// </summary>
public sealed record ActivationLayer : LayerSpec
{
    /// <summary>Makes the layer.</summary>
    /// <param name="activation">The function; softmax on the last layer only.</param>
    /// <exception cref="ArgumentNullException"><paramref name="activation"/> is null.</exception>
    public ActivationLayer(Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        Activation = activation;
    }

    /// <summary>The function.</summary>
    public Activation Activation { get; }

    internal override Activation OutputActivation => Activation;

    internal override string TypeName => "Activation";

    /// <inheritdoc/>
    public override ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape) => inputShape;

    /// <inheritdoc/>
    public override LayerSpec? WithoutActivation() => null;
}
