using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Finds two recurrent nodes that read the same rows in opposite directions: a <see cref="Bidirectional"/> layer.</summary>
internal static class DirectionsReader
{
    /// <summary>Returns the layer that two tensors are the directions of; null if they are something else.</summary>
    /// <param name="first">The states of the direction that reads forwards.</param>
    /// <param name="second">The states of the other direction.</param>
    /// <param name="mode">How they are joined.</param>
    /// <param name="origin">See <see cref="LayerNode.Origin"/>.</param>
    public static RowsValue? Find(RowsValue first, RowsValue second, MergeMode mode, object origin)
    {
        ImmutableArray<GraphAxis> positions = [.. second.Axes.Select(axis => axis.Kind == GraphAxisKind.ReversedTime ? GraphAxis.Of(0) : axis)];
        if (first.Node.Layer is not RecurrentLayer { GoBackwards: false } forward
            || second.Node.Layer is not RecurrentLayer { GoBackwards: true } backward
            || first.Node.Inputs[0] != second.Node.Inputs[0]
            || !HaveSameOptions(forward, backward)
            || !first.Axes.SequenceEqual(positions)
            || (forward.ReturnSequences && positions.SequenceEqual(second.Axes)))
        {
            return null;
        }

        ImmutableDictionary<string, float[]> weights = first.Node.Weights.AddRange(
            second.Node.Weights.Select(item => KeyValuePair.Create(item.Key + "_reverse", item.Value)));
        return first with { Node = LayerNode.Apply(first.Node.Inputs[0], new Bidirectional(forward, mode), origin, weights) };
    }

    private static bool HaveSameOptions(RecurrentLayer first, RecurrentLayer second) =>
        first.GetType() == second.GetType()
        && (first.Units, first.UseBias, first.ReturnSequences) == (second.Units, second.UseBias, second.ReturnSequences)
        && first.Activation == second.Activation
        && GateOf(first) == GateOf(second);

    private static Activation? GateOf(RecurrentLayer layer) => layer switch
    {
        LSTM lstm => lstm.RecurrentActivation,
        GRU gru => gru.RecurrentActivation,
        _ => null,
    };
}
