using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Serialization;
using MLNetDeep.Neural.Serialization;

namespace MLNetDeep.Neural;

/// <summary>Describes one layer of a <see cref="NetworkSpec"/>, without weights.</summary>
/// <remarks>
/// Layers are compared by value. The shape of a row lists its dimensions, outermost first and channels last: [height, width, channels] for
/// an image, [time, features] for a sequence, [features] for a flat row. Every backend stores values in that order, with the last dimension
/// contiguous.
/// </remarks>
[JsonConverter(typeof(TypedJsonConverter<LayerSpec>))]
public abstract record LayerSpec
{
    private protected LayerSpec()
    {
    }

    /// <summary>Whether the layer's parameters are trained. Default: true.</summary>
    /// <remarks>
    /// False freezes the layer, as Keras's <c>trainable = False</c> does: a training leaves all its parameters as they are, and a frozen
    /// <see cref="BatchNormalization"/> uses its running statistics in training too, without changing them. Dropout stays on. Penalties and
    /// norm limits of a frozen layer have no effect. A frozen layer with layers in it freezes all of them. Example:
    /// <c>new Dense(64) { Trainable = false }</c>, or <c>layer with { Trainable = false }</c>.
    /// </remarks>
    [JsonIgnore]
    public bool Trainable { get; init; } = true;

    /// <summary>The name of the type in JSON, such as "dense"; see <see cref="NetworkTypes"/>.</summary>
    [JsonInclude]
    [JsonPropertyName(NetworkTypes.Member)]
    [JsonPropertyOrder(-1)]
    internal string TypeInJson
    {
        get => NetworkTypes.NameOf(GetType());
        init => _ = value;
    }

    /// <summary><see cref="Trainable"/> in JSON, which contains it only if it is false.</summary>
    [JsonInclude]
    [JsonPropertyName("trainable")]
    internal bool? TrainableInJson
    {
        get => Trainable ? null : false;
        init => Trainable = value ?? true;
    }

    /// <summary>The activation at the end of the layer; linear if the layer has none.</summary>
    internal virtual Activation OutputActivation => Activation.Linear;

    /// <summary>Whether the layer takes numbers or indices if it is the first layer of a network.</summary>
    internal virtual FeatureKind InputKind => FeatureKind.Numbers;

    /// <summary>The number of different indices that the layer takes, from 0 on; null if it takes numbers.</summary>
    internal virtual int? IndexCount => null;

    /// <summary>Whether the layer leaves out the zeros of a row of indices.</summary>
    internal virtual bool MasksZeroIndices => false;

    /// <summary>
    /// Whether the layer computes f(W x + b) from the parameters W, of shape [outputs, inputs], and b, of shape [outputs], in this order. b
    /// may be absent. Means and deviations of inputs and outputs can be folded into such a layer.
    /// </summary>
    internal virtual bool IsAffine => false;

    /// <summary>
    /// Whether multiplying the input by a number gives the same output as multiplying the layer's first parameter by it. One scale of all
    /// inputs can be folded into such a layer.
    /// </summary>
    internal virtual bool ScalesWithFirstParameter => IsAffine;

    /// <summary>The names within the layer of the numbers of training batches that saved files store, as PyTorch's do.</summary>
    internal virtual ImmutableArray<string> CounterNames => [];

    /// <summary>Whether the parameters have no index before their names in a network where no other layer has parameters.</summary>
    internal virtual bool KeepsParameterNames => false;

    /// <summary>
    /// Whether the initial weights are those of <see cref="IComputeBackend.CreateInitialWeights"/>, and not those of initializers.
    /// </summary>
    internal virtual bool HasWeightsOfBackend => false;

    /// <summary>The layers in this layer, in the order in which their parameters are listed; empty if the layer has none.</summary>
    /// <param name="inputShape">The shape of one row before this layer.</param>
    internal virtual ImmutableArray<PlacedLayer> NestedLayers(ImmutableArray<int> inputShape) => [];

    /// <summary>
    /// Returns the number of used positions of an output sequence from the number of used positions of the input. What lies beyond is 0.
    /// </summary>
    /// <param name="inputLength">The number of used positions, from 0 to the first dimension of the input.</param>
    /// <param name="inputShape">The shape of one row before the layer: its first dimension is time.</param>
    /// <returns>Null if the output is no sequence, or all its positions are used.</returns>
    internal virtual int? OutputLength(int inputLength, ImmutableArray<int> inputShape) => null;

    /// <summary>Whether an input shape of three dimensions is [height, width, channels].</summary>
    internal virtual bool TakesChannelsLast => true;

    /// <summary>Whether the layer makes rows flat without moving values, so that a layer after it reads all values of a row.</summary>
    internal virtual bool FlattensRows => false;

    /// <summary>Whether each value of a row after the layer belongs to the same place before it, as after an activation.</summary>
    internal virtual bool KeepsPlaces => false;

    /// <summary>
    /// Whether the output [time, features] of the layer would be [features, time] in PyTorch, as that of convolutions and pooling in one
    /// dimension; null if that does not change. See <see cref="ParameterSpec.FlattenedChannels"/>.
    /// </summary>
    internal virtual bool? HasFeaturesFirst => null;

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

    /// <summary>Returns the layer's parameters; none of them is trained if the layer is frozen.</summary>
    /// <param name="inputShape">The shape of one row before the layer.</param>
    internal ImmutableArray<ParameterSpec> TrainedOrFrozenParameters(ImmutableArray<int> inputShape) => Trainable
        ? Parameters(inputShape)
        : [.. Parameters(inputShape).Select(parameter => parameter with { IsTrainable = false })];

    /// <summary>Returns the layers in this layer, such as those of a <see cref="Residual"/>; empty if the layer has none.</summary>
    /// <remarks>A backend supports the layer only if it supports all of them.</remarks>
    public virtual ImmutableArray<LayerSpec> InnerLayers() => [];

    /// <summary>Returns the layer without its final activation, for losses that are computed from logits.</summary>
    /// <returns>This layer if it has no activation; null if it consists of an activation only.</returns>
    public virtual LayerSpec? WithoutActivation() => this;

    /// <summary>Returns whether the layer's output values equal its input values, so that a backend can skip the layer.</summary>
    /// <param name="training">True in training, false in inference.</param>
    public virtual bool PassesThrough(bool training) => false;

    /// <summary>Writes <see cref="Trainable"/> for <c>ToString</c> if it is false.</summary>
    /// <param name="builder">The builder of the text.</param>
    /// <returns>Whether there is any text.</returns>
    protected virtual bool PrintMembers(StringBuilder builder)
    {
        if (!Trainable)
        {
            builder.Append("Trainable = False");
        }

        return !Trainable;
    }
}
