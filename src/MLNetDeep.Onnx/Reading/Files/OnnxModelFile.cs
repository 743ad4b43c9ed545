using Google.Protobuf;
using global::Onnx;

namespace MLNetDeep.Onnx;

/// <summary>A parsed ONNX model: its nodes, its constant tensors, its input and its output.</summary>
internal sealed class OnnxModelFile
{
    // The versions of the operators that are known. Later ones may give an operator another meaning.
    private const long LowestOpset = 7;
    private const long HighestOpset = OnnxOptions.MaxOpset;

    // No network of layers has so many nodes. Analysing a graph takes time that grows with their square.
    private const int MaxNodes = 20_000;

    // Messages that contain each other: a model, a graph, a node, an attribute and a tensor in it need 5.
    private const int MaxDepth = 32;

    // See Count.
    private const int MinCounted = 100_000;
    private const int CountedForByte = 4;

    private readonly Dictionary<string, TensorProto> _tensors = [];
    private readonly Dictionary<string, ConstantValue> _constants = [];
    private readonly int _length;
    private long _counted;

    private OnnxModelFile(GraphProto graph, int opset, int length)
    {
        Nodes = graph.Node;
        Opset = opset;
        _length = length;
        foreach (TensorProto tensor in graph.Initializer)
        {
            if (!_tensors.TryAdd(tensor.Name, tensor))
            {
                throw Damaged($"two tensors have the name '{OnnxText.Short(tensor.Name)}'");
            }
        }

        ValueInfoProto[] inputs = [.. graph.Input.Where(input => !_tensors.ContainsKey(input.Name))];
        Input = inputs.Length == 1
            ? inputs[0]
            : throw new NotSupportedException(
                $"The ONNX model has {inputs.Length} inputs ({OnnxText.List(inputs.Select(input => input.Name))}); accepted: one.");
        Output = graph.Output.Count == 1
            ? graph.Output[0].Name
            : throw new NotSupportedException(
                $"The ONNX model has {graph.Output.Count} outputs ({OnnxText.List(graph.Output.Select(output => output.Name))}); accepted: one.");
    }

    /// <summary>The nodes in their order: each comes after those whose outputs it takes.</summary>
    public IReadOnlyList<NodeProto> Nodes { get; }

    /// <summary>The input.</summary>
    public ValueInfoProto Input { get; }

    /// <summary>The name of the output.</summary>
    public string Output { get; }

    /// <summary>The version of the standard operators.</summary>
    public int Opset { get; }

    /// <summary>Returns a constant tensor, which is read once; null if there is none with this name.</summary>
    public ConstantValue? FindConstant(string name)
    {
        if (!_constants.TryGetValue(name, out ConstantValue? constant) && _tensors.TryGetValue(name, out TensorProto? tensor))
        {
            _constants[name] = constant = OnnxTensorReader.Read(tensor, name);
        }

        return constant is null ? null : constant with { Use = new WeightUse() };
    }

    /// <summary>
    /// Says that numbers were computed from constants. All together they may be some times as many as the file has bytes, so that a small
    /// file cannot fill the memory by using a tensor many times.
    /// </summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public void Count(long numbers)
    {
        _counted += numbers;
        if (_counted > MinCounted + (CountedForByte * (long)_length))
        {
            throw Damaged($"its {_length} bytes expand to {_counted} numbers, which are too many");
        }
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidDataException">The stream is not an ONNX model.</exception>
    /// <exception cref="NotSupportedException">The model has another number of inputs or outputs than one, or unknown
    /// operators.</exception>
    public static OnnxModelFile Read(Stream source)
    {
        using MemoryStream bytes = ReadAll(source);
        int length = (int)bytes.Length;
        ModelProto model;
        try
        {
            using CodedInputStream input = CodedInputStream.CreateWithLimits(bytes, Math.Max(length, 1), MaxDepth);
            model = ModelProto.Parser.ParseFrom(input);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InvalidDataException($"The file is not an ONNX model: {exception.Message}", exception);
        }

        if (model.Graph is not { } graph || graph.Node.Count == 0)
        {
            throw Damaged("it has no graph with nodes");
        }

        if (graph.Node.Count > MaxNodes)
        {
            throw new NotSupportedException($"The ONNX model has {graph.Node.Count} nodes; accepted: up to {MaxNodes}.");
        }

        OperatorSetIdProto? set = model.OpsetImport.FirstOrDefault(item => OnnxText.IsStandardDomain(item.Domain));
        return set is { Version: >= LowestOpset and <= HighestOpset }
            ? new OnnxModelFile(graph, (int)set.Version, length)
            : throw new NotSupportedException(
                $"The ONNX model has version {set?.Version ?? 0} of ONNX's operators; accepted: {LowestOpset} to {HighestOpset}.");
    }

    /// <summary>Returns the exception for a model that breaks the rules of the format.</summary>
    /// <param name="reason">What is wrong.</param>
    public static InvalidDataException Damaged(string reason) => new($"The ONNX model is not valid: {reason}.");

    private static MemoryStream ReadAll(Stream source)
    {
        long length = source.CanSeek ? Math.Clamp(source.Length - source.Position, 0, Array.MaxLength) : 0;
        MemoryStream bytes = new((int)length);
        try
        {
            source.CopyTo(bytes);
        }
        catch (IOException exception) when (bytes.Length > Array.MaxLength / 2)
        {
            throw new InvalidDataException($"An ONNX model has up to {Array.MaxLength} bytes.", exception);
        }

        bytes.Position = 0;
        return bytes;
    }
}
