using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Google.Protobuf.Collections;
using global::Onnx;

namespace MLNetDeep.Onnx;

/// <summary>Collects the nodes and the constants of a graph, and gives each a name of its own.</summary>
/// <param name="opset">The version of ONNX's standard operators that the nodes are written for.</param>
internal sealed partial class OnnxGraph(int opset)
{
    private readonly Dictionary<string, int> _uses = [];

    // Tensors that exist in both orders, by name: the same activations are never put in order twice.
    private readonly Dictionary<string, string> _reordered = [];

    // Constants of whole numbers, such as shapes, of which many are equal.
    private readonly Dictionary<string, string> _integers = [];

    // Constant scalars by their bits, since 0 and -0 differ.
    private readonly Dictionary<int, string> _scalars = [];

    private long _constantBytes;

    /// <summary>The version of the operators.</summary>
    public int Opset { get; } = opset;

    /// <summary>What precedes the names of the outputs of nodes: the name of the layer that is written, and a dot.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>The nodes, in order: each comes after those whose outputs it takes.</summary>
    public List<NodeProto> Nodes { get; } = [];

    /// <summary>The constants.</summary>
    public List<TensorProto> Initializers { get; } = [];

    /// <summary>Returns a name that no tensor and no node of the graph has, and takes it.</summary>
    /// <param name="name">The name that is wanted; a number follows it if it is taken.</param>
    public string UniqueName(string name)
    {
        string unique = name;
        while (!_uses.TryAdd(unique, 1))
        {
            unique = $"{name}_{_uses[name]++}";
        }

        return unique;
    }

    /// <summary>Gives the output of a node another name.</summary>
    /// <param name="name">The name, which no input of the graph has.</param>
    /// <param name="newName">The new one, from <see cref="UniqueName"/>.</param>
    public void Rename(string name, string newName)
    {
        foreach (RepeatedField<string> names in Nodes.SelectMany(node => new[] { node.Input, node.Output }))
        {
            for (int i = 0; i < names.Count; i++)
            {
                names[i] = names[i] == name ? newName : names[i];
            }
        }
    }

    /// <summary>Adds a node with one output.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="inputs">The names of the inputs; empty for one that is left out.</param>
    /// <param name="attributes">The attributes.</param>
    /// <returns>The name of the output.</returns>
    public string Add(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        Add(operation, inputs, [UniqueName(Prefix + operation)], attributes)[0];

    /// <summary>Adds a node.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="inputs">The names of the inputs; empty for one that is left out.</param>
    /// <param name="outputs">The names of the outputs, from <see cref="UniqueName"/>; empty for one that is left out.</param>
    /// <param name="attributes">The attributes.</param>
    /// <returns>The names of the outputs.</returns>
    public ImmutableArray<string> Add(
        string operation, ReadOnlySpan<string> inputs, ImmutableArray<string> outputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        NodeProto node = new() { OpType = operation, Name = $"{outputs.First(output => output.Length > 0)}_node" };
        node.Input.AddRange(inputs.ToArray());
        node.Output.AddRange(outputs);
        node.Attribute.AddRange(attributes.ToArray());
        Nodes.Add(node);
        return outputs;
    }

    /// <summary>Adds a constant tensor of numbers.</summary>
    /// <param name="name">The name that is wanted.</param>
    /// <param name="values">The values, row-major.</param>
    /// <param name="shape">The shape; empty for a scalar.</param>
    /// <returns>The name.</returns>
    /// <exception cref="NotSupportedException">The constants are larger than an ONNX file can be.</exception>
    public string Constant(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Writing ONNX needs a little-endian machine.");
        }

        OnnxModel.CheckSize(_constantBytes += (long)values.Length * sizeof(float));
        TensorProto tensor = new()
        {
            Name = UniqueName(name),
            DataType = (int)TensorProto.Types.DataType.Float,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)),
        };
        AddDimensions(tensor, shape);
        Initializers.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Adds a constant scalar. Equal ones are added once, with the name that the first one got.</summary>
    public string Constant(string name, double value)
    {
        float number = (float)value;
        if (!_scalars.TryGetValue(BitConverter.SingleToInt32Bits(number), out string? scalar))
        {
            _scalars[BitConverter.SingleToInt32Bits(number)] = scalar = Constant(name, [number], []);
        }

        return scalar;
    }

    /// <summary>Adds a constant of whole numbers in one dimension: a shape, axes, a table. Equal ones are added once.</summary>
    public string Integers(params ReadOnlySpan<long> values) => Integers(values, [values.Length]);

    /// <summary>Adds a constant of whole numbers. Equal ones are added once.</summary>
    /// <param name="values">The values.</param>
    /// <param name="shape">The shape. Empty for a scalar.</param>
    /// <returns>The name.</returns>
    public string Integers(ReadOnlySpan<long> values, ReadOnlySpan<int> shape)
    {
        string key = $"{string.Join(',', shape.ToArray())}:{string.Join(',', values.ToArray())}";
        if (!_integers.TryGetValue(key, out string? name))
        {
            OnnxModel.CheckSize(_constantBytes += (long)values.Length * sizeof(long));
            TensorProto tensor = new() { Name = UniqueName("integers"), DataType = (int)TensorProto.Types.DataType.Int64 };
            tensor.Int64Data.AddRange(values.ToArray());
            AddDimensions(tensor, shape);
            Initializers.Add(tensor);
            _integers[key] = name = tensor.Name;
        }

        return name;
    }

    /// <summary>Returns the tensor with the channels before the positions. Rows of one dimension have no order.</summary>
    public OnnxTensor ToChannelsFirst(OnnxTensor tensor) => tensor.HasChannelsFirst || tensor.Shape.Length < 2
        ? tensor
        : tensor with { Name = Reorder(tensor.Name, [0, tensor.Shape.Length, .. Axes(1, tensor.Shape.Length - 1)]), HasChannelsFirst = true };

    /// <summary>Returns the tensor with the channels after the positions, as MLNetDeep has them.</summary>
    public OnnxTensor ToChannelsLast(OnnxTensor tensor) => !tensor.HasChannelsFirst
        ? tensor
        : tensor with { Name = Reorder(tensor.Name, [0, .. Axes(2, tensor.Shape.Length - 1), 1]), HasChannelsFirst = false };

    /// <summary>Returns the tensors with the channels first if one of them has them first, so that their values lie alike.</summary>
    public OnnxTensor[] ToSameOrder(params OnnxTensor[] tensors) =>
        tensors.Any(tensor => tensor.HasChannelsFirst) ? [.. tensors.Select(ToChannelsFirst)] : tensors;

    /// <summary>Gives the rows of a tensor another shape. Their values keep the order that they have with channels last.</summary>
    public OnnxTensor Reshape(OnnxTensor tensor, ImmutableArray<int> shape) => tensor.Shape.AsSpan().SequenceEqual(shape.AsSpan())
        ? tensor
        : new OnnxTensor(Reshape(ToChannelsLast(tensor).Name, [0, .. shape.Select(size => (long)size)]), shape);

    private static IEnumerable<long> Axes(int first, int count) => Enumerable.Range(first, count).Select(axis => (long)axis);

    private static void AddDimensions(TensorProto tensor, ReadOnlySpan<int> shape)
    {
        foreach (int dimension in shape)
        {
            tensor.Dims.Add(dimension);
        }
    }

    private string Reorder(string name, long[] axes)
    {
        if (!_reordered.TryGetValue(name, out string? reordered))
        {
            reordered = Add("Transpose", [name], OnnxAttribute.Integers("perm", axes));
            _reordered[name] = reordered;
            _reordered[reordered] = name;
        }

        return reordered;
    }
}
