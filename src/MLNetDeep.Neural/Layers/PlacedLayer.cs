using System.Collections.Immutable;

namespace MLNetDeep.Neural;

/// <summary>A layer at its place in a network or in another layer, with the shapes of its rows there. For backends.</summary>
public sealed class PlacedLayer
{
    internal PlacedLayer(LayerSpec spec, int index, string name, ImmutableArray<int> inputShape, ImmutableArray<int> outputShape)
    {
        Spec = spec;
        Index = index;
        Name = name;
        InputShape = inputShape;
        OutputShape = outputShape;
    }

    /// <summary>The layer.</summary>
    public LayerSpec Spec { get; }

    /// <summary>The layer's index in the network, or among the <see cref="NestedLayers"/> of the layer that contains it.</summary>
    public int Index { get; }

    /// <summary>What precedes the names of the layer's parameters, without the dot that follows: <c>0</c> or <c>layers.0</c>.</summary>
    public string Name { get; }

    /// <summary>The shape of one row before the layer.</summary>
    public ImmutableArray<int> InputShape { get; }

    /// <summary>The shape of one row after the layer.</summary>
    public ImmutableArray<int> OutputShape { get; }

    /// <summary>The layers in this layer, in the order in which their parameters are listed; empty if the layer has none.</summary>
    public ImmutableArray<PlacedLayer> NestedLayers => Spec.NestedLayers(InputShape);

    // What precedes the names of the layer's parameters: "layers.0.".
    internal string Prefix => Name + ".";

    /// <summary>
    /// Returns how many positions of the output of a sequence are used if so many positions of the input are. What lies beyond must be 0.
    /// </summary>
    /// <param name="inputLength">The number of used positions: from 0 to the first dimension of <see cref="InputShape"/>.</param>
    /// <returns>Null if the output is no sequence, or all its positions are used.</returns>
    public int? OutputLength(int inputLength) => Spec.OutputLength(inputLength, InputShape);

    /// <summary>Returns another layer at the same place, with the same shapes: the layer without its activation, for example.</summary>
    /// <param name="spec">The other layer.</param>
    public PlacedLayer With(LayerSpec spec) => new(spec, Index, Name, InputShape, OutputShape);

    /// <summary>Finds the layer to which a parameter belongs: this one, or a layer in it.</summary>
    /// <param name="parameter">The parameter, as this layer names it.</param>
    /// <returns>The layer, and the parameter as that layer names it.</returns>
    internal (PlacedLayer Layer, ParameterSpec Parameter) Find(ParameterSpec parameter)
    {
        foreach (PlacedLayer nested in NestedLayers)
        {
            if (parameter.LocalName.StartsWith(nested.Prefix, StringComparison.Ordinal))
            {
                return nested.Find(parameter.WithoutPrefix(nested.Prefix));
            }
        }

        return (this, parameter);
    }
}
