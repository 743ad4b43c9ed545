using System.Collections.Immutable;
using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Trainers;
using global::Onnx;

namespace MLNetDeep.Onnx;

/// <summary>
/// Writes a network of a pipeline, and its prediction columns with the types and shapes that ML.NET gives those of its own trainers.
/// </summary>
internal static class NetworkColumns
{
    private const int PictureRank = 3;

    public static void Write(NetworkMapper mapper, PipelineGraph pipeline)
    {
        OnnxGraph graph = pipeline.Graph;
        (string features, OnnxLengths? lengths) = mapper.Network.Spec.InputKind == FeatureKind.Indices
            ? NetworkIndices.Write(mapper, pipeline)
            : (Features(mapper, pipeline), null);
        OnnxTensor output = OnnxNetworkGraph.Write(mapper.Network, graph, features, lengths);
        string score = output.Shape.Length == 1 ? output.Name : graph.Reshape(output.Name, -1, mapper.Network.Spec.OutputSize);
        IReadOnlyList<DataViewSchema.DetachedColumn> columns = mapper.AddedColumns;
        if (mapper.Task == NetworkTask.Multiclass)
        {
            pipeline.AddColumn(columns[0], PredictedKey(score, pipeline));
            pipeline.AddColumn(columns[1], score);
        }
        else if (mapper.Task == NetworkTask.Binary)
        {
            string logit = WithoutSigmoid(score, graph);
            pipeline.AddColumn(columns[0], graph.Add("Greater", [logit, graph.Constant("zero", 0)]));
            pipeline.AddColumn(columns[1], logit);
            pipeline.AddColumn(columns[2], score);
        }
        else
        {
            pipeline.AddColumn(columns[0], score);
        }
    }

    // Vectors come from ML.NET's components in several shapes: [batch, values], or with the dimensions of the column's type.
    private static string Features(NetworkMapper mapper, PipelineGraph pipeline)
    {
        OnnxGraph graph = pipeline.Graph;
        NetworkSpec spec = mapper.Network.Spec;
        string features = pipeline.Input(mapper.Features, TensorProto.Types.DataType.Float);
        ImmutableArray<int> shape = spec.InputShape;
        if (mapper.PlaneCount == 1 || shape.Length != PictureRank)
        {
            return graph.Reshape(features, [-1, .. shape.Select(size => (long)size)]);
        }

        string planes = graph.Reshape(features, -1, shape[2], shape[0], shape[1]);
        return graph.ToChannelsLast(new OnnxTensor(planes, shape, HasChannelsFirst: true)).Name;
    }

    // 1 + the index of the highest score, the first on ties; 0, a missing key, if the scores are not numbers.
    private static string PredictedKey(string score, PipelineGraph pipeline)
    {
        OnnxGraph graph = pipeline.Graph;
        string highest = graph.Add("ArgMax", [score], OnnxAttribute.Integer("axis", 1), OnnxAttribute.Integer("keepdims", 1));
        string key = graph.Add("Add", [highest, graph.Integers([1])]);
        string isNumber = graph.Add("Not", [graph.Add("IsNaN", [graph.ReduceSum(score, keepDimensions: true, 1)])]);
        string number = pipeline.Cast(isNumber, TensorProto.Types.DataType.Int64);
        return pipeline.Cast(graph.Add("Mul", [key, number]), TensorProto.Types.DataType.Uint32);
    }

    // The score of a binary classification is the logit: what the last node of the network takes.
    private static string WithoutSigmoid(string probability, OnnxGraph graph)
    {
        NodeProto last = graph.Nodes.Last(node => node.Output.Contains(probability));
        while (last.OpType is "Reshape" or "Transpose" or "Identity")
        {
            last = graph.Nodes.Last(node => node.Output.Contains(last.Input[0]));
        }

        return last.OpType == "Sigmoid"
            ? graph.Reshape(last.Input[0], -1, 1)
            : throw new InvalidOperationException($"A network for binary classification ends with {last.OpType} in its graph, and not with Sigmoid.");
    }
}
