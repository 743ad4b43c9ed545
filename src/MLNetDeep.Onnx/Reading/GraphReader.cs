using global::Onnx;

namespace MLNetDeep.Onnx;

/// <summary>
/// Goes through the nodes of a graph in their order and finds out what each tensor is: a constant, or the rows after some layers. Each
/// operator has a reader in <see cref="OperatorRegistry"/>.
/// </summary>
internal sealed class GraphReader
{
    private readonly OnnxModelFile _file;
    private readonly Dictionary<string, GraphValue> _values = [];

    /// <summary>Creates a reader.</summary>
    /// <param name="file">The model.</param>
    /// <param name="channelsFirst">Whether the input's channels come before its positions: the rows then have them last.</param>
    /// <exception cref="NotSupportedException">The input has no fixed shape, or values that networks do not take.</exception>
    public GraphReader(OnnxModelFile file, bool channelsFirst)
    {
        _file = file;
        Input = GraphInput.Read(file.Input, channelsFirst);
        _values[file.Input.Name] = Input;
    }

    /// <summary>The input of the graph.</summary>
    public RowsValue Input { get; }

    /// <summary>Reads the nodes that the output depends on.</summary>
    /// <returns>The last layer.</returns>
    public LayerNode Read()
    {
        foreach (NodeProto node in Needed())
        {
            Read(new NodeReader(node, _file, Find, (name, value) =>
            {
                if (!_values.TryAdd(name, value))
                {
                    throw OnnxModelFile.Damaged($"two nodes give '{OnnxText.Short(name)}'");
                }
            }));
        }

        NodeReader last = new(new NodeProto { OpType = "output", Name = _file.Output, Input = { _file.Output } }, _file, Find, (_, _) => { });
        return Guarded(last, () => OutputOf(last));
    }

    private static void Read(NodeReader node) => Guarded(node, () =>
    {
        OperatorRegistry.Find(node)(node);
        return 0;
    });

    // The rows of the network's output have the order of the graph's, or channels last where the graph has them first.
    private static LayerNode OutputOf(NodeReader node)
    {
        RowsValue rows = RowOrders.Flat(node.Rows(0), node);
        int[] order = [.. rows.Axes.Where(axis => axis.Kind == GraphAxisKind.Row).Select(axis => axis.Row)];
        bool hasChannelsFirst = order.Length > 1 && order[0] == order.Length - 1
            && order.Skip(1).SequenceEqual(Enumerable.Range(0, order.Length - 1));
        return hasChannelsFirst ? rows.Node : RowOrders.Straight(rows, node).Node;
    }

    // Constructors of layers and their shapes say what does not fit.
    private static T Guarded<T>(NodeReader node, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ArgumentException exception)
        {
            throw node.NotSupported(Shortened(exception.Message));
        }
        catch (OverflowException)
        {
            throw node.NotSupported("a size is too large");
        }
    }

    // Without the name of the parameter that .NET puts behind it, and without the full stop.
    private static string Shortened(string message)
    {
        int end = message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }

    private GraphValue Find(string name)
    {
        if (!_values.TryGetValue(name, out GraphValue? value))
        {
            _values[name] = value = _file.FindConstant(name)
                ?? throw OnnxModelFile.Damaged($"nothing before it gives the tensor '{OnnxText.Short(name)}'");
        }

        return value;
    }

    private IEnumerable<NodeProto> Needed()
    {
        HashSet<string> names = [_file.Output];
        Stack<NodeProto> needed = new();
        for (int i = _file.Nodes.Count - 1; i >= 0; i--)
        {
            if (_file.Nodes[i].Output.Any(names.Contains))
            {
                needed.Push(_file.Nodes[i]);
                names.UnionWith(_file.Nodes[i].Input);
            }
        }

        return needed;
    }
}
