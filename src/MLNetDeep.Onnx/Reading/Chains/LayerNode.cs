using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>A layer that was found in a graph, or a place where the outputs of layers meet, with the layers before it.</summary>
internal sealed class LayerNode
{
    private LayerNode(ImmutableArray<LayerNode> inputs, ImmutableArray<int> shape, object origin)
    {
        Inputs = inputs;
        Shape = shape;
        Origin = origin;
        Dominator = inputs.IsEmpty ? null : inputs.Aggregate(LastCommon);
        Depth = Dominator is null ? 0 : Dominator.Depth + 1;
    }

    /// <summary>The layer; null for the input of the graph and where outputs meet.</summary>
    public LayerSpec? Layer { get; private init; }

    /// <summary>The layer's weights by their names in it, with columns in the order of rows; see <see cref="ParameterSpec.InRowOrder"/>.</summary>
    public ImmutableDictionary<string, float[]> Weights { get; private init; } = ImmutableDictionary<string, float[]>.Empty;

    /// <summary>Whether the outputs of the inputs are added; otherwise they are joined along the last dimension.</summary>
    public bool IsSum { get; private init; }

    /// <summary>What the node takes: nothing, one node, or several that meet.</summary>
    public ImmutableArray<LayerNode> Inputs { get; }

    /// <summary>The shape of one row after the node.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>The node of the graph that the layer was made of: weights of one origin must not be used twice.</summary>
    public object Origin { get; }

    /// <summary>The last node before this one through which all paths from the input go; null for the input.</summary>
    public LayerNode? Dominator { get; }

    /// <summary>For a recurrent layer that returns all states, the same layer that returns the last one.</summary>
    public LayerNode? LastState { get; init; }

    // The number of dominators.
    private int Depth { get; }

    /// <summary>Creates the input of the graph.</summary>
    public static LayerNode Input(ImmutableArray<int> shape) => new([], shape, new object());

    /// <summary>Adds a layer.</summary>
    /// <param name="input">What the layer takes.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="origin">See <see cref="Origin"/>.</param>
    /// <param name="weights">See <see cref="Weights"/>. Default: none.</param>
    /// <param name="lastState">See <see cref="LastState"/>.</param>
    /// <exception cref="ArgumentException">The layer does not accept the shape.</exception>
    public static LayerNode Apply(
        LayerNode input, LayerSpec layer, object origin, ImmutableDictionary<string, float[]>? weights = null, LayerNode? lastState = null) =>
        new([input], layer.OutputShape(input.Shape), origin)
        {
            Layer = layer,
            Weights = weights ?? ImmutableDictionary<string, float[]>.Empty,
            LastState = lastState,
        };

    /// <summary>Puts another layer in the place of this one: the same with a bias, for example.</summary>
    public LayerNode With(LayerSpec layer, ImmutableDictionary<string, float[]> weights) => Apply(Inputs[0], layer, Origin, weights);

    /// <summary>Adds the outputs of two nodes, whose rows have the same shape.</summary>
    public static LayerNode Sum(LayerNode first, LayerNode second, object origin) => new([first, second], first.Shape, origin) { IsSum = true };

    /// <summary>Joins the outputs of nodes along the last dimension, in which alone their rows differ.</summary>
    public static LayerNode Join(ImmutableArray<LayerNode> inputs, object origin) =>
        new(inputs, inputs[0].Shape.SetItem(inputs[0].Shape.Length - 1, checked(inputs.Sum(input => input.Shape[^1]))), origin);

    private static LayerNode LastCommon(LayerNode first, LayerNode second)
    {
        while (first != second)
        {
            (first, second) = first.Depth >= second.Depth ? (first.Dominator!, second) : (first, second.Dominator!);
        }

        return first;
    }
}
