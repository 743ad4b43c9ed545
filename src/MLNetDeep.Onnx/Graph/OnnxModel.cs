using System.Reflection;
using Google.Protobuf;
using MLNetDeep.Neural;
using global::Onnx;

namespace MLNetDeep.Onnx;

/// <summary>A whole ONNX model of a network.</summary>
internal sealed class OnnxModel
{
    // A file in the format of protobuf has 2^31 - 1 bytes at most, of which the nodes need some.
    private const long MaxConstantBytes = 2_000_000_000;

    // The name of the first dimension of inputs and outputs, which may have any size.
    private const string BatchDimension = "batch";

    private readonly ModelProto _model;

    private OnnxModel(ModelProto model) => _model = model;

    /// <summary>Writes a network's graph.</summary>
    /// <exception cref="ArgumentException">Two names of inputs and outputs are equal.</exception>
    /// <exception cref="NotSupportedException">
    /// A layer cannot be exported, or not for this version of the operators, or the network is too large for a file.
    /// </exception>
    public static OnnxModel Create(Network network, OnnxOptions options)
    {
        CheckNames(options);
        CheckSize(network.Spec.ParameterCount * sizeof(float));
        OnnxGraph graph = new(options.Opset);
        string input = graph.UniqueName(options.InputName), outputName = graph.UniqueName(options.OutputName);
        OnnxLengths? lengths = options.LengthsName is { } name ? OnnxLengths.Of(graph, graph.UniqueName(name), network.Spec.InputShape[0]) : null;
        OnnxTensor output = OnnxNetworkGraph.Write(network, graph, input, lengths);
        if (output.Name == input)
        {
            graph.Add("Identity", [input], [outputName]);
        }
        else
        {
            graph.Rename(output.Name, outputName);
        }

        GraphProto proto = new() { Name = "MLNetDeep" };
        proto.Node.AddRange(graph.Nodes);
        proto.Initializer.AddRange(graph.Initializers);
        int inputType = network.Spec.InputKind == FeatureKind.Indices ? OnnxTypes.Int64 : OnnxTypes.Float;
        proto.Input.Add(Value(input, inputType, network.Spec.InputShape));
        if (lengths is not null)
        {
            proto.Input.Add(Value(lengths.Name, OnnxTypes.Int64, []));
        }

        proto.Output.Add(Value(outputName, OnnxTypes.Float, output.Shape));
        return new OnnxModel(Model(proto, network.Spec, options));
    }

    /// <summary>Checks that constants fit into a file.</summary>
    /// <param name="bytes">Their size.</param>
    /// <exception cref="NotSupportedException">They do not.</exception>
    public static void CheckSize(long bytes)
    {
        if (bytes > MaxConstantBytes)
        {
            throw new NotSupportedException(
                $"The network's weights and other constants take {bytes} bytes, but an ONNX file holds {MaxConstantBytes} at most.");
        }
    }

    /// <summary>Writes the model.</summary>
    public void Write(Stream destination) => _model.WriteTo(destination);

    private static void CheckNames(OnnxOptions options)
    {
        Check(nameof(OnnxOptions.InputName), options.InputName, nameof(OnnxOptions.OutputName), options.OutputName);
        Check(nameof(OnnxOptions.LengthsName), options.LengthsName, nameof(OnnxOptions.InputName), options.InputName);
        Check(nameof(OnnxOptions.LengthsName), options.LengthsName, nameof(OnnxOptions.OutputName), options.OutputName);

        static void Check(string first, string? name, string second, string other)
        {
            if (name == other)
            {
                throw new ArgumentException($"{first} and {second} are both '{name}'; accepted: different names.", nameof(options));
            }
        }
    }

    private static ModelProto Model(GraphProto graph, NetworkSpec spec, OnnxOptions options)
    {
        string version = typeof(OnnxModel).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        ModelProto model = new()
        {
            IrVersion = FileVersion(options.Opset),
            ProducerName = "MLNetDeep",
            ProducerVersion = version.Split('+')[0],
            ModelVersion = options.ModelVersion,
            DocString = options.Description.Length > 0 ? options.Description : $"{spec}",
            Graph = graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = options.Opset });
        return model;
    }

    // The version of the file format that came with each version of the operators, but not before 4, the first in which constants are no inputs.
    private static int FileVersion(int opset) => opset switch
    {
        <= 9 => 4,
        10 => 5,
        11 => 6,
        <= 14 => 7,
        <= 18 => 8,
        <= 20 => 9,
        <= 22 => 10,
        _ => Math.Min(opset - 12, 13),
    };

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
