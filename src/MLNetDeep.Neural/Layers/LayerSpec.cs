using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace MLNetDeep.Neural;

/// <summary>One layer of a <see cref="NetworkSpec"/>: data only, without weights. Compared by value.</summary>
/// <remarks>
/// A row's shape lists its dimensions, the outermost first and channels last: [height, width, channels] for a picture, [time, features] for
/// a sequence, [features] for a flat row. Values are stored in that order, the last dimension contiguous, on every backend's seam.
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

    /// <summary>The activation that the layer ends with; linear where it has none.</summary>
    internal virtual Activation OutputActivation => Activation.Linear;

    /// <summary>Whether the layer, as the first of a network, takes numbers or indices.</summary>
    internal virtual FeatureKind InputKind => FeatureKind.Numbers;

    /// <summary>Whether saved files count the batches that the layer was trained with: PyTorch's <c>num_batches_tracked</c>.</summary>
    internal virtual bool CountsBatches => false;

    /// <summary>The layer's type as Keras's summary prints it.</summary>
    internal virtual string TypeName => GetType().Name;

    /// <summary>The shape of one row after this layer.</summary>
    /// <param name="inputShape">The shape of one row before it.</param>
    /// <exception cref="ArgumentException">The layer cannot follow one that gives <paramref name="inputShape"/>.</exception>
    public abstract ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape);

    /// <summary>The layer's parameters, named within the layer: <c>weight</c>, <c>bias</c>. Empty where it has none.</summary>
    /// <param name="inputShape">The shape of one row before the layer.</param>
    public virtual ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape) => [];

    /// <summary>
    /// The layer without the activation that it ends with, for losses that are computed from logits. The layer itself where it has no
    /// activation; null where the activation is all it is.
    /// </summary>
    public virtual LayerSpec? WithoutActivation() => this;

    /// <summary>Whether the layer hands on each row's values unchanged, so that a backend need not run it.</summary>
    /// <param name="training">Whether in training; otherwise in inference.</param>
    public virtual bool PassesThrough(bool training) => false;
}
