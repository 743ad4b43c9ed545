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
        OnnxTensor input = new(graph.UniqueName(options.InputName), network.Spec.InputShape);
        OnnxLayerContext context = new(graph, network.Spec, network.GetWeights());
        OnnxTensor output = OnnxLayerChain.Write(Enumerable.Range(0, network.Spec.Layers.Length).Select(network.Spec.PlacedLayer), input, context);
        output = graph.ToChannelsLast(output);
        graph.Add("Identity", [output.Name], [graph.UniqueName(options.OutputName)]);
        GraphProto proto = new() { Name = "MLNetDeep" };
        proto.Node.AddRange(graph.Nodes);
        proto.Initializer.AddRange(graph.Initializers);
        proto.Input.Add(Value(options.InputName, input.Shape));
        proto.Output.Add(Value(options.OutputName, output.Shape));
        ModelProto model = new() { IrVersion = FileVersion, ProducerName = "MLNetDeep", Graph = proto };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = options.Opset });
        return new OnnxModel(model);
    }

    /// <summary>Writes the model.</summary>
    public void Write(Stream destination) => _model.WriteTo(destination);

    private static ValueInfoProto Value(string name, IEnumerable<int> rowShape)
    {
        TensorShapeProto shape = new();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = BatchDimension });
        shape.Dim.AddRange(rowShape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape } },
        };
    }
}
