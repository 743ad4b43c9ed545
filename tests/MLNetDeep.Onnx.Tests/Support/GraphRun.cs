using Google.Protobuf;
using global::Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MLNetDeep.Onnx.Tests;

/// <summary>Runs a graph that a test has put together, with one input of int64 and one output.</summary>
internal static class GraphRun
{
    /// <summary>Returns the values of the output for a matrix of whole numbers.</summary>
    public static T[] Run<T>(OnnxGraph graph, string input, string output, TensorProto.Types.DataType outputType, long[] values, int rows)
    {
        GraphProto proto = new() { Name = "test" };
        proto.Node.AddRange(graph.Nodes);
        proto.Initializer.AddRange(graph.Initializers);
        proto.Input.Add(new ValueInfoProto { Name = input, Type = Type(TensorProto.Types.DataType.Int64, ["batch", "time"]) });
        proto.Output.Add(new ValueInfoProto { Name = output, Type = Type(outputType, []) });
        proto.Output[0].Type.TensorType.Shape = null;
        ModelProto model = new() { IrVersion = 8, Graph = proto };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = graph.Opset });
        using InferenceSession session = new(model.ToByteArray());
        DenseTensor<long> tensor = new(values, [rows, values.Length / rows]);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results =
            session.Run([NamedOnnxValue.CreateFromTensor(input, tensor)]);
        return [.. results.Single().AsEnumerable<T>()];
    }

    private static TypeProto Type(TensorProto.Types.DataType type, string[] dimensions)
    {
        TensorShapeProto shape = new();
        shape.Dim.AddRange(dimensions.Select(name => new TensorShapeProto.Types.Dimension { DimParam = name }));
        return new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape } };
    }
}
