using System.Runtime.InteropServices;
using global::Onnx;

namespace MLNetDeep.Onnx;

/// <summary>Adds the nodes and constants of a graph to the graph of a pipeline.</summary>
internal sealed class PipelineReplay
{
    private readonly OnnxPipeline _pipeline;

    // Names in the graph -> names in the pipeline. A tensor that is left out has no name in either.
    private readonly Dictionary<string, string> _names = new() { [""] = "" };
    private readonly IReadOnlyCollection<string> _outputs;

    /// <param name="pipeline">The graph of the pipeline.</param>
    /// <param name="inputs">The tensors that the pipeline has already: names in the graph -> names in the pipeline.</param>
    /// <param name="outputs">The tensors for which the pipeline has names: names in the graph -> names in the pipeline.</param>
    public PipelineReplay(
        OnnxPipeline pipeline, IReadOnlyDictionary<string, string> inputs, IReadOnlyDictionary<string, string> outputs)
    {
        _pipeline = pipeline;
        _outputs = [.. outputs.Keys];
        foreach ((string name, string inPipeline) in inputs.Concat(outputs))
        {
            _names.Add(name, inPipeline);
        }
    }

    /// <summary>Adds what the outputs are computed from.</summary>
    public void Write(OnnxGraph graph)
    {
        (List<NodeProto> nodes, HashSet<string> used) = FindUsed(graph);
        foreach (TensorProto constant in graph.Initializers.Where(constant => used.Contains(constant.Name)))
        {
            _names[constant.Name] = AddConstant(constant.Name, constant);
        }

        foreach (NodeProto node in nodes)
        {
            Write(node);
        }
    }

    private (List<NodeProto> Nodes, HashSet<string> Used) FindUsed(OnnxGraph graph)
    {
        HashSet<string> used = [.. _outputs];
        List<NodeProto> nodes = [];
        foreach (NodeProto node in Enumerable.Reverse(graph.Nodes).Where(node => node.Output.Any(used.Contains)))
        {
            nodes.Add(node);
            used.UnionWith(node.Input.Where(input => input.Length > 0));
        }

        nodes.Reverse();
        return (nodes, used);
    }

    private void Write(NodeProto node)
    {
        // ML.NET's context takes no tensors as attributes.
        AttributeProto? tensor = node.Attribute.FirstOrDefault(attribute => attribute.Type == AttributeProto.Types.AttributeType.Tensor);
        if (tensor is not null && node.OpType == "Constant")
        {
            _names[node.Output[0]] = AddConstant(node.Output[0], tensor.T);
            return;
        }

        if (tensor is not null && node.OpType == "ConstantOfShape")
        {
            string value = AddConstant("value", tensor.T);
            _pipeline.AddNode("Expand", "", [value, _names[node.Input[0]]], [Output(node.Output[0])], []);
            return;
        }

        _pipeline.AddNode(
            node.OpType,
            node.Domain,
            [.. node.Input.Select(input => _names[input])],
            [.. node.Output.Select(Output)],
            [.. node.Attribute.Select(attribute => KeyValuePair.Create(attribute.Name, Value(attribute)))]);
    }

    private string Output(string name)
    {
        if (!_names.TryGetValue(name, out string? inPipeline))
        {
            _names[name] = inPipeline = _pipeline.AddTensor(name);
        }

        return inPipeline;
    }

    private static object Value(AttributeProto attribute) => attribute.Type switch
    {
        AttributeProto.Types.AttributeType.Float => attribute.F,
        AttributeProto.Types.AttributeType.Int => attribute.I,
        AttributeProto.Types.AttributeType.String => attribute.S.ToStringUtf8(),
        AttributeProto.Types.AttributeType.Floats => attribute.Floats.ToArray(),
        AttributeProto.Types.AttributeType.Ints => attribute.Ints.ToArray(),
        AttributeProto.Types.AttributeType.Strings => attribute.Strings.Select(text => text.ToStringUtf8()).ToArray(),
        _ => throw new InvalidOperationException($"The attribute {attribute.Name} is a {attribute.Type}, which ML.NET's converter does not take."),
    };

    private string AddConstant(string name, TensorProto tensor) => _pipeline.AddConstant(name, Values(tensor), [.. tensor.Dims]);

    private static Array Values(TensorProto tensor) => (TensorProto.Types.DataType)tensor.DataType switch
    {
        TensorProto.Types.DataType.Float => Values(tensor, tensor.FloatData),
        TensorProto.Types.DataType.Int64 => Values(tensor, tensor.Int64Data),
        TensorProto.Types.DataType.Int32 => Values(tensor, tensor.Int32Data),
        TensorProto.Types.DataType.Bool => tensor.RawData.IsEmpty
            ? tensor.Int32Data.Select(value => value != 0).ToArray()
            : tensor.RawData.Select(value => value != 0).ToArray(),
        var type => throw new InvalidOperationException($"The constant {tensor.Name} has values of {type}, which ML.NET's converter does not take."),
    };

    private static T[] Values<T>(TensorProto tensor, IEnumerable<T> values)
        where T : unmanaged =>
        tensor.RawData.IsEmpty ? [.. values] : MemoryMarshal.Cast<byte, T>(tensor.RawData.Span).ToArray();
}
