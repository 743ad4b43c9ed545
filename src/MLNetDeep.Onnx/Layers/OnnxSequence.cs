namespace MLNetDeep.Onnx;

/// <summary>What layers of sequences need of the order of the positions.</summary>
internal static class OnnxSequence
{
    /// <summary>Reverses the order of the used positions of each row.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The values: [batch, positions, features].</param>
    /// <param name="positions">The number of positions.</param>
    /// <param name="lengths">The lengths of the rows; null if each uses all positions. Values beyond them are 0.</param>
    public static string Reverse(OnnxGraph graph, string name, int positions, OnnxLengths? lengths)
    {
        long[] reversed = [.. Enumerable.Range(0, positions).Select(position => (long)(positions - 1 - position))];
        return lengths is null
            ? graph.Add("Gather", [name, graph.Integers(reversed)], OnnxAttribute.Integer("axis", 1))
            : graph.Add(
                "ReverseSequence",
                [name, lengths.AtLeastOne],
                OnnxAttribute.Integer("batch_axis", 0),
                OnnxAttribute.Integer("time_axis", 1));
    }
}
