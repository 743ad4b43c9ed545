using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace MLNetDeep.Neural;

/// <summary>One layer of a <see cref="NetworkSpec"/>: data only, without weights. Compared by value.</summary>
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

    /// <summary>The function that the outputs come from.</summary>
    internal virtual Activation OutputActivation => Activation.Linear;

    /// <summary>The shape of one row after this layer.</summary>
    /// <exception cref="ArgumentException">The layer cannot follow one that gives <paramref name="inputShape"/>.</exception>
    internal abstract ImmutableArray<int> OutputShape(ImmutableArray<int> inputShape);

    /// <summary>The parameters of this layer, as the layer numbered <paramref name="position"/> of a network.</summary>
    internal virtual ImmutableArray<ParameterSpec> Parameters(ImmutableArray<int> inputShape, int position) => [];
}
