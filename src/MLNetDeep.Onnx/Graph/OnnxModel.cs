using Google.Protobuf;
using MLNetDeep.Neural;
using global::Onnx;

namespace MLNetDeep.Onnx;

/// <summary>A whole ONNX model of a network.</summary>
internal sealed class OnnxModel
{
    // The version of the file format that came with version 17 of the operators.
    private const int FileVersion = 8;

    // The name of the first dimension of inputs and outputs, which may have any size.
    private const string BatchDimension = "batch";

    private readonly ModelProto _model;

    private OnnxModel(ModelProto model) => _model = model;

    /// <summary>Writes a network's graph.</summary>
    /// <exception cref="NotSupportedException">A layer cannot be exported, or not for this version of the operators.</exception>
    public static OnnxModel Create(Network network, OnnxOptions options)
    {
        OnnxGraph graph = new(options.Opset);
        string input = graph.UniqueName(options.InputName);
        OnnxLengths? lengths = options.LengthsName is { } name ? OnnxLengths.Of(graph, graph.UniqueName(name), network.Spec.InputShape[0]) : null;
        OnnxTensor output = OnnxNetworkGraph.Write(network, graph, input, lengths);
        graph.Add("Identity", [output.Name], [graph.UniqueName(options.OutputName)]);
        GraphProto proto = new() { Name = "MLNetDeep" };
        proto.Node.AddRange(graph.Nodes);
        proto.Initializer.AddRange(graph.Initializers);
        int inputType = network.Spec.InputKind == FeatureKind.Indices ? OnnxTypes.Int64 : OnnxTypes.Float;
        proto.Input.Add(Value(input, inputType, network.Spec.InputShape));
        if (lengths is not null)
        {
            proto.Input.Add(Value(lengths.Name, OnnxTypes.Int64, []));
        }

        proto.Output.Add(Value(options.OutputName, OnnxTypes.Float, output.Shape));
        ModelProto model = new() { IrVersion = FileVersion, ProducerName = "MLNetDeep", Graph = proto };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = options.Opset });
        return new OnnxModel(model);
    }

    /// <summary>Writes the model.</summary>
    public void Write(Stream destination) => _model.WriteTo(destination);

    private static ValueInfoProto Value(string name, int type, IEnumerable<int> rowShape)
    {
        TensorShapeProto shape = new();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = BatchDimension });
        shape.Dim.AddRange(rowShape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = shape } },
        };
    }
}
