using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using global::Onnx;

namespace MLNetDeep.Onnx;

/// <summary>Writes the feature column of a network that takes indices: keys or integers, of which 0 is a missing key.</summary>
internal static class NetworkIndices
{
    /// <returns>
    /// The rows: int64, [batch, time], where time is the size of the network's input; and the number of used positions of each, null if
    /// the zeros of a row are left out anyway or all positions are used.
    /// </returns>
    public static (string Rows, OnnxLengths? Lengths) Write(NetworkMapper mapper, PipelineGraph pipeline)
    {
        OnnxGraph graph = pipeline.Graph;
        NetworkSpec spec = mapper.Network.Spec;
        string rows = pipeline.Input(mapper.Features, TensorProto.Types.DataType.Int64);
        VectorDataViewType type = (VectorDataViewType)mapper.Features.Type;
        if (!type.IsKnownSize)
        {
            return (rows, spec.MasksZeroIndices ? null : OnnxLengths.OfPaddedKeys(graph, rows, spec.InputSize));
        }

        rows = graph.Reshape(rows, -1, type.Size);
        if (type.Size == spec.InputSize)
        {
            return (rows, null);
        }

        rows = FillWithZeros(rows, type.Size, spec.InputSize, graph);
        return (rows, spec.MasksZeroIndices ? null : OnnxLengths.OfEqualRows(graph, rows, type.Size, spec.InputSize));
    }

    // Adds one position of 0, and takes it as often as positions are missing.
    private static string FillWithZeros(string rows, int count, int size, OnnxGraph graph)
    {
        string first = graph.Slice(rows, 1, 0, 1);
        string longer = graph.Add("Concat", [rows, graph.Add("Sub", [first, first])], OnnxAttribute.Integer("axis", 1));
        long[] positions = [.. Enumerable.Range(0, size).Select(position => (long)Math.Min(position, count))];
        return graph.Add("Gather", [longer, graph.Integers(positions)], OnnxAttribute.Integer("axis", 1));
    }
}
