using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>
/// What a layer is exported from: the graph, its shapes and its parameters. A layer in another layer gets its own, so that it need not know
/// where it is.
/// </summary>
internal sealed record OnnxLayerContext
{
    // The context of the whole network, from which those of its layers are made.
    private const int NetworkIndex = -1;

    private readonly NetworkSpec _spec;
    private readonly IReadOnlyList<NamedTensor> _weights;
    private PlacedLayer? _place;

    /// <summary>Creates the context of a network, from which those of its layers are made.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="spec">The architecture.</param>
    /// <param name="weights">The weights, in the order of the network's parameters.</param>
    public OnnxLayerContext(OnnxGraph graph, NetworkSpec spec, IReadOnlyList<NamedTensor> weights)
    {
        Graph = graph;
        _spec = spec;
        _weights = weights;
    }

    /// <summary>The graph, to which the layer adds its nodes.</summary>
    public OnnxGraph Graph { get; }

    /// <summary>The index in the network of the layer, or of the layer that contains it.</summary>
    public int Index { get; private init; } = NetworkIndex;

    /// <summary>The name of the layer in the network: "2", or "2.layers.0" of a layer in it. Empty for the network itself.</summary>
    public string Name => Index == NetworkIndex ? "" : $"{Index}.{Prefix}"[..^1];

    /// <summary>The layer, with its shapes and the layers in it.</summary>
    public PlacedLayer Place => _place ?? throw new InvalidOperationException("The context of a network has no layer.");

    /// <summary>The lengths of the layer's input rows; null if the input is no sequence, or each row uses all positions.</summary>
    public OnnxLengths? Lengths { get; init; }

    // What precedes the layer's own names of its parameters in the names of the layer at Index: "layers.0.", or nothing.
    private string Prefix { get; init; } = "";

    /// <summary>Returns the context of a layer of the network or, if this is the context of a layer, of a layer in it.</summary>
    public OnnxLayerContext For(PlacedLayer layer) => this with
    {
        Index = Index == NetworkIndex ? layer.Index : Index,
        Prefix = Index == NetworkIndex ? "" : $"{Prefix}{layer.Name}.",
        _place = layer,
    };

    /// <summary>Returns a parameter of the layer; null if the layer does not have it.</summary>
    /// <param name="name">The parameter's name within the layer.</param>
    /// <returns>The specification, and the values with columns in the order of rows; see <see cref="ParameterSpec.InRowOrder"/>.</returns>
    public (ParameterSpec Spec, float[] Values)? FindParameter(string name)
    {
        for (int i = 0; i < _spec.Parameters.Length; i++)
        {
            ParameterSpec parameter = _spec.Parameters[i];
            if (parameter.LayerIndex == Index && parameter.LocalName == Prefix + name)
            {
                return (parameter, parameter.InRowOrder(_weights[i].Values));
            }
        }

        return null;
    }

    /// <summary>Returns a parameter of the layer; see <see cref="FindParameter"/>.</summary>
    public (ParameterSpec Spec, float[] Values) Parameter(string name) =>
        FindParameter(name) ?? throw new InvalidOperationException($"Layer {Index} has no parameter '{Prefix}{name}'.");

    /// <summary>Adds a parameter to the graph, or a constant with the same number everywhere if the layer does not have it.</summary>
    /// <param name="name">The parameter's name within the layer.</param>
    /// <param name="value">The number in place of the parameter.</param>
    /// <param name="size">The size of the parameter, which has one dimension.</param>
    /// <returns>The name in the graph.</returns>
    public string ConstantOr(string name, float value, int size) => FindParameter(name) is null
        ? Graph.Constant($"{Name}.{name}", [.. Enumerable.Repeat(value, size)], size)
        : Constant(name);

    /// <summary>Adds a parameter to the graph as a constant with its own name and shape.</summary>
    /// <returns>The name in the graph.</returns>
    public string Constant(string name)
    {
        (ParameterSpec spec, float[] values) = Parameter(name);
        return Graph.Constant(spec.Name, values, spec.Shape.AsSpan());
    }
}
