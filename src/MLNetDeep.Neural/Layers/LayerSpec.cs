using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace MLNetDeep.Neural;

/// <summary>The description of one layer of a <see cref="NetworkSpec"/>, without weights.</summary>
/// <remarks>
/// Layers are compared by value. The shape of a row lists its dimensions, the outermost first and channels last: [height, width, channels]
/// for an image, [time, features] for a sequence, [features] for a flat row. Every backend takes and returns values in that order, with the
/// last dimension contiguous.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Flatten), "flatten")]
[JsonDerivedType(typeof(Dense), "dense")]
[JsonDerivedType(typeof(Dropout), "dropout")]
[JsonDerivedType(typeof(ActivationLayer), "activation")]
[JsonDerivedType(typeof(BatchNormalization), "batchNormalization")]
public abstract record LayerSpec
{
    private protected LayerSpec()
    {
    }

    /// <summary>The activation at the end of the layer; linear if it has none.</summary>
    internal virtual Activation OutputActivation => Activation.Linear;

    /// <summary>Whether the layer, as the first of a network, takes numbers or indices.</summary>
    internal virtual FeatureKind InputKind => FeatureKind.Numbers;

    /// <summary>Whether saved files store the number of batches that trained the layer: PyTorch's <c>num_batches_tracked</c>.</summary>
    internal virtual bool CountsBatches => false;

    /// <summary>The name of the layer's type in Keras's summary.</summary>
    internal virtual string TypeName => GetType().Name;

    /// <summary>Returns the shape of one row after this layer.</summary>
    /// <param name="inputShape">The shape of one row before the layer.</param>
    /// <exception cref="ArgumentException">The layer does not accept <paramref name="inputShape"/>.</exception>
    public abstract ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape);

    /// <summary>Returns the layer's parameters, with names such as <c>weight</c> and <c>bias</c>; empty if it has none.</summary>
    /// <param name="inputShape">The shape of one row before the layer.</param>
    public virtual ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape) => [];

    /// <summary>Returns the layer without the activation at its end, for losses that are computed from logits.</summary>
    /// <returns>The layer itself if it has no activation; null if it is nothing but an activation.</returns>
    public virtual LayerSpec? WithoutActivation() => this;

    /// <summary>Whether the layer returns each row's values unchanged, so that a backend need not run it.</summary>
    /// <param name="training">True in training, false in inference.</param>
    public virtual bool PassesThrough(bool training) => false;
}
