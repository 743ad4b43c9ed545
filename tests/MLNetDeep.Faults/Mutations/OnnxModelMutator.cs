using Google.Protobuf;
using global::Onnx;
using AttributeType = global::Onnx.AttributeProto.Types.AttributeType;

namespace MLNetDeep.Faults.Mutations;

/// <summary>Changes an ONNX model so that it stays a valid message: operators, names, shapes, numbers, the order of nodes.</summary>
internal sealed class OnnxModelMutator(int seed)
{
    private static readonly long[] s_numbers = [0, 1, -1, 2, 3, 4, 5, 7, 16, -2, 1 << 20, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue];

    private readonly Random _random = new(seed);

    /// <summary>Returns a copy with up to three changes.</summary>
    public byte[] Change(byte[] file)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(file);
        for (int changes = _random.Next(1, 4); changes > 0; changes--)
        {
            Change(model);
        }

        return model.ToByteArray();
    }

    private void Change(ModelProto model)
    {
        GraphProto graph = model.Graph;
        NodeProto node = Pick(graph.Node), other = Pick(graph.Node);
        switch (_random.Next(12))
        {
            case 0:
                node.OpType = other.OpType;
                break;
            case 1 when node.Input.Count > 0:
                node.Input[_random.Next(node.Input.Count)] = AnyName(graph);
                break;
            case 2:
                node.Input.Add(AnyName(graph));
                break;
            case 3 when node.Input.Count > 0:
                node.Input.RemoveAt(_random.Next(node.Input.Count));
                break;
            case 4 when node.Attribute.Count > 0:
                Change(Pick(node.Attribute));
                break;
            case 5 when other.Attribute.Count > 0:
                node.Attribute.Add(Pick(other.Attribute).Clone());
                break;
            case 6 when graph.Initializer.Count > 0:
                Change(Pick(graph.Initializer));
                break;
            case 7:
                (graph.Node[graph.Node.IndexOf(node)], graph.Node[graph.Node.IndexOf(other)]) = (other.Clone(), node.Clone());
                break;
            case 8:
                model.OpsetImport[0].Version = _random.Next(7, 26);
                break;
            case 9 when graph.Node.Count > 1:
                graph.Node.Remove(node);
                break;
            case 10:
                NodeProto copy = node.Clone();
                copy.Output[0] += "_copy";
                graph.Node.Insert(graph.Node.IndexOf(node) + 1, copy);
                break;
            default:
                TensorShapeProto.Types.Dimension dimension = Pick(graph.Input[0].Type.TensorType.Shape.Dim);
                dimension.DimValue = Pick(s_numbers);
                break;
        }
    }

    private void Change(AttributeProto attribute)
    {
        switch (attribute.Type)
        {
            case AttributeType.Ints when attribute.Ints.Count > 0:
                attribute.Ints[_random.Next(attribute.Ints.Count)] = Pick(s_numbers);
                break;
            case AttributeType.Int:
                attribute.I = Pick(s_numbers);
                break;
            case AttributeType.Float:
                attribute.F = Pick([0, -1, float.NaN, float.PositiveInfinity, 1e-20f]);
                break;
            case AttributeType.Tensor:
                Change(attribute.T);
                break;
            default:
                attribute.Type = AttributeType.Int;
                break;
        }
    }

    private void Change(TensorProto tensor)
    {
        switch (_random.Next(4))
        {
            case 0 when tensor.Dims.Count > 0:
                tensor.Dims[_random.Next(tensor.Dims.Count)] = Pick(s_numbers);
                break;
            case 1:
                long[] dimensions = [.. tensor.Dims.Reverse()];
                tensor.Dims.Clear();
                tensor.Dims.Add(dimensions);
                break;
            case 2 when tensor.RawData.Length >= 8 && tensor.RawData.Length % 8 == 0:
                byte[] bytes = tensor.RawData.ToByteArray();
                BitConverter.GetBytes(Pick(s_numbers)).CopyTo(bytes, 8 * _random.Next(bytes.Length / 8));
                tensor.RawData = ByteString.CopyFrom(bytes);
                break;
            default:
                tensor.Dims.Insert(_random.Next(tensor.Dims.Count + 1), 1);
                break;
        }
    }

    private string AnyName(GraphProto graph)
    {
        NodeProto node = Pick(graph.Node);
        string[] names = [.. node.Input, .. node.Output, .. graph.Initializer.Select(tensor => tensor.Name), ""];
        return Pick(names);
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
