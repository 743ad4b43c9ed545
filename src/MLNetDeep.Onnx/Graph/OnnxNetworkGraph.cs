using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Adds the nodes of a whole network to a graph.</summary>
internal static class OnnxNetworkGraph
{
    /// <summary>
    /// The lowest version of the operators for <see cref="Embedding.MaskZero"/>: that of TopK for integers and of GatherElements.
    /// </summary>
    public const int LowestOpsetOfMaskZero = 11;

    /// <summary>Adds the nodes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">
    /// The name of the rows: float, [batch, <see cref="NetworkSpec.InputShape"/>]; int64, [batch, time], if the network takes indices.
    /// </param>
    /// <param name="lengths">The lengths of the rows; null if each uses all positions. What lies beyond in the rows has no effect.</param>
    /// <returns>The output, with the channels last.</returns>
    /// <exception cref="NotSupportedException">A layer cannot be exported, or not for the graph's version of the operators.</exception>
    public static OnnxTensor Write(Network network, OnnxGraph graph, string rows, OnnxLengths? lengths = null)
    {
        NetworkSpec spec = network.Spec;
        OnnxTensor input = new(rows, spec.InputShape);
        if (spec.InputKind == FeatureKind.Indices)
        {
            input = input with { Name = lengths?.ClearIndicesBeyond(rows) ?? rows };
            if (spec.MasksZeroIndices)
            {
                (string moved, lengths) = MoveZerosToEnd(graph, input.Name, spec.InputSize);
                input = input with { Name = moved };
            }
        }
        else
        {
            input = lengths?.ClearBeyond(input) ?? input;
        }

        OnnxLayerContext context = new(graph, spec, network.GetWeights()) { Lengths = lengths };
        IEnumerable<PlacedLayer> layers = Enumerable.Range(0, spec.Layers.Length).Select(spec.PlacedLayer);
        return graph.ToChannelsLast(OnnxLayerChain.Write(layers, input, context));
    }

    // Sorts the positions of each row: zeros count as if they came after all positions, so that the other indices keep their order. The sorted
    // numbers differ from each other, so the sort need not be stable.
    private static (string Indices, OnnxLengths Lengths) MoveZerosToEnd(OnnxGraph graph, string indices, int time)
    {
        OnnxOpset.Check(graph, LowestOpsetOfMaskZero, "An Embedding with MaskZero");
        string isZero = graph.Add("Equal", [indices, graph.Integers([0])]);
        string keys = graph.Add(
            "Where",
            [
                isZero,
                graph.Integers([.. Enumerable.Range(time, time)], [1, time]),
                graph.Integers([.. Enumerable.Range(0, time)], [1, time]),
            ]);
        string order = graph.Add(
            "TopK",
            [keys, graph.Integers([time])],
            [graph.UniqueName("TopK"), graph.UniqueName("TopK")],
            OnnxAttribute.Integer("axis", 1),
            OnnxAttribute.Integer("largest", 0),
            OnnxAttribute.Integer("sorted", 1))[1];
        string moved = graph.Add("GatherElements", [indices, order], OnnxAttribute.Integer("axis", 1));
        string isUsed = graph.Add("Cast", [graph.Add("Not", [isZero])], OnnxAttribute.Integer("to", OnnxTypes.Int64));
        return (moved, OnnxLengths.Of(graph, graph.ReduceSum(isUsed, keepDimensions: false, 1), time));
    }
}
