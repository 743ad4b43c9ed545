using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace MLNetDeep.Neural;

/// <summary>Describes one layer of a <see cref="NetworkSpec"/>, without weights.</summary>
/// <remarks>
/// Layers are compared by value. The shape of a row lists its dimensions, outermost first and channels last: [height, width, channels] for
/// an image, [time, features] for a sequence, [features] for a flat row. Every backend stores values in that order, with the last dimension
/// contiguous.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Flatten), "flatten")]
[JsonDerivedType(typeof(Dense), "dense")]
[JsonDerivedType(typeof(Dropout), "dropout")]
[JsonDerivedType(typeof(ActivationLayer), "activation")]
[JsonDerivedType(typeof(BatchNormalization), "batchNormalization")]
[JsonDerivedType(typeof(LayerNormalization), "layerNormalization")]
[JsonDerivedType(typeof(ModuleLayer), "module")]
public abstract record LayerSpec
{
    private protected LayerSpec()
    {
    }

    /// <summary>The activation at the end of the layer; linear if the layer has none.</summary>
    internal virtual Activation OutputActivation => Activation.Linear;

    /// <summary>Whether the layer takes numbers or indices if it is the first layer of a network.</summary>
    internal virtual FeatureKind InputKind => FeatureKind.Numbers;

    /// <summary>
    /// Whether the layer computes f(W x + b) from the parameters W, of shape [outputs, inputs], and b, of shape [outputs], in this order. b
    /// may be absent. Means and deviations of inputs and outputs can be folded into such a layer.
    /// </summary>
    internal virtual bool IsAffine => false;

    /// <summary>The names within the layer of the numbers of training batches that saved files store, as PyTorch's do.</summary>
    internal virtual ImmutableArray<string> CounterNames => [];

    /// <summary>Whether the parameters have no index before their names in a network where no other layer has parameters.</summary>
    internal virtual bool KeepsParameterNames => false;

    /// <summary>
    /// Whether the initial weights are those of <see cref="IComputeBackend.CreateInitialWeights"/>, and not those of initializers.
    /// </summary>
    internal virtual bool HasWeightsOfBackend => false;

    /// <summary>What to do if a backend does not support the layer, as a sentence after a space; empty if there is no advice.</summary>
    internal virtual string BackendAdvice => "";

    /// <summary>The name of the layer's type in Keras's summary.</summary>
    internal virtual string TypeName => GetType().Name;

    /// <summary>Returns the shape of one row after this layer.</summary>
    /// <param name="inputShape">The shape of one row before the layer.</param>
    /// <exception cref="ArgumentException">The layer does not accept <paramref name="inputShape"/>.</exception>
    public abstract ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape);

    /// <summary>Returns the layer's parameters, with names such as <c>weight</c> and <c>bias</c>; empty if the layer has none.</summary>
    /// <param name="inputShape">The shape of one row before the layer.</param>
    public virtual ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape) => [];

    /// <summary>Returns the layer without its final activation, for losses that are computed from logits.</summary>
    /// <returns>This layer if it has no activation; null if it consists of an activation only.</returns>
    public virtual LayerSpec? WithoutActivation() => this;

    /// <summary>Returns whether the layer's output values equal its input values, so that a backend can skip the layer.</summary>
    /// <param name="training">True in training, false in inference.</param>
    public virtual bool PassesThrough(bool training) => false;
}
