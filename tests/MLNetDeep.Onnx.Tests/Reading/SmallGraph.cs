using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf;
using global::Onnx;
using AttributeType = global::Onnx.AttributeProto.Types.AttributeType;
using DataType = global::Onnx.TensorProto.Types.DataType;

namespace MLNetDeep.Onnx.Tests.Reading;

/// <summary>
/// Makes a model of lines such as <c>output = LeakyRelu(input; alpha=0.3)</c>. Numbers in the place of tensors, such as 0.5 or [1,2] or
/// [2,3]:1,2,3,4,5,6, are constants: with a point they are floats, otherwise whole numbers.
/// </summary>
internal static partial class SmallGraph
{
    public static byte[] Create(int opset, long[] inputShape, params string[] lines)
    {
        GraphProto graph = new() { Name = "small" };
        foreach (string line in lines)
        {
            Match match = Line().Match(line);
            NodeProto node = new() { OpType = match.Groups["operator"].Value };
            node.Output.Add(match.Groups["outputs"].Value.Split(' '));
            string[] inputs = match.Groups["inputs"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            node.Input.Add(inputs.Select(input => input == "_" ? "" : char.IsLetter(input[0]) ? input : Constant(graph, input)));
            node.Attribute.Add(match.Groups["attributes"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Attribute));
            graph.Node.Add(node);
        }

        graph.Input.Add(Value("input", [0, .. inputShape]));
        graph.Output.Add(new ValueInfoProto { Name = "output", Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float } } });
        ModelProto model = new() { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
        return model.ToByteArray();
    }

    private static ValueInfoProto Value(string name, long[] shape)
    {
        TensorShapeProto dimensions = new();
        dimensions.Dim.Add(shape.Select(size => size == 0
            ? new TensorShapeProto.Types.Dimension { DimParam = "batch" }
            : new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)DataType.Float, Shape = dimensions } },
        };
    }

    // 0.5 is a scalar, [1,2] a list, [2,1]:0.5,2 a tensor of the shape [2, 1].
    private static string Constant(GraphProto graph, string text)
    {
        string[] parts = text.Split(':');
        string[] items = parts[^1].Trim('[', ']').Split(',');
        bool isWhole = !text.Contains('.', StringComparison.Ordinal);
        TensorProto tensor = new() { Name = $"constant {graph.Initializer.Count}", DataType = (int)(isWhole ? DataType.Int64 : DataType.Float) };
        tensor.Dims.Add(parts.Length > 1 ? parts[0].Trim('[', ']').Split(',').Select(long.Parse) : text[0] == '[' ? [items.Length] : []);
        if (isWhole)
        {
            tensor.Int64Data.Add(items.Select(long.Parse));
        }
        else
        {
            tensor.FloatData.Add(items.Select(item => float.Parse(item, CultureInfo.InvariantCulture)));
        }

        graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    // alpha=0.5, axis=1, axes=1,2 or axes=1, or mode=linear, or activations=[Relu].
    private static AttributeProto Attribute(string text)
    {
        string[] parts = text.Split('=');
        AttributeProto attribute = new() { Name = parts[0] };
        if (parts[1].StartsWith('['))
        {
            attribute.Type = AttributeType.Strings;
            attribute.Strings.Add(parts[1].Trim('[', ']').Split(',').Select(ByteString.CopyFromUtf8));
        }
        else if (parts[1].Contains(','))
        {
            attribute.Type = AttributeType.Ints;
            attribute.Ints.Add(parts[1].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse));
        }
        else if (long.TryParse(parts[1], out long number))
        {
            (attribute.Type, attribute.I) = (AttributeType.Int, number);
        }
        else if (float.TryParse(parts[1], CultureInfo.InvariantCulture, out float value))
        {
            (attribute.Type, attribute.F) = (AttributeType.Float, value);
        }
        else
        {
            (attribute.Type, attribute.S) = (AttributeType.String, ByteString.CopyFromUtf8(parts[1]));
        }

        return attribute;
    }

    [GeneratedRegex(@"^(?<outputs>.+?) = (?<operator>\w+)\((?<inputs>[^;)]*)(;(?<attributes>[^)]*))?\)$")]
    private static partial Regex Line();
}
