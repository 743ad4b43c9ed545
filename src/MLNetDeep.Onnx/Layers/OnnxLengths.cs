using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>
/// The number of used positions in each row of a batch of sequences: a tensor of int64, [batch]. Values beyond are 0. What follows from the
/// lengths, such as masks, is added to the graph when it is needed first.
/// </summary>
internal sealed class OnnxLengths
{
    /// <summary>The lowest version of the operators with which rows may have lengths: that of ReverseSequence.</summary>
    public const int LowestOpset = 10;

    private readonly OnnxGraph _graph;
    private readonly Dictionary<string, string> _derived;

    private OnnxLengths(OnnxGraph graph, string name, int positions, Dictionary<string, string> derived)
    {
        (_graph, Name, Positions, _derived) = (graph, name, positions, derived);
    }

    /// <summary>The name of the tensor in the graph.</summary>
    public string Name { get; }

    /// <summary>The number of positions in a row.</summary>
    public int Positions { get; }

    /// <summary>True for each position that is not used: bool, [batch, positions].</summary>
    public string Padding => Derive("padding", () =>
    {
        string positions = _graph.Integers([.. Enumerable.Range(0, Positions)], [1, Positions]);
        return _graph.Add("Not", [_graph.Add("Less", [positions, _graph.Unsqueeze(Name, 1)])]);
    });

    /// <summary>True for each row that uses no position: bool, [batch, 1].</summary>
    public string IsEmpty => Derive("empty", () => _graph.Add("Less", [_graph.Unsqueeze(Name, 1), _graph.Integers([1])]));

    /// <summary>
    /// The lengths, but 1 for a row of length 0: int64, [batch]. ONNX does not say what its sequence operators do with a length of 0. The first
    /// position of such a row is 0, and what they compute from it is set to 0 afterwards.
    /// </summary>
    public string AtLeastOne => Derive("at least one", () => Map([1, .. Enumerable.Range(1, Positions)]));

    /// <summary><see cref="AtLeastOne"/> as int32, [batch], as recurrent operators take it.</summary>
    public string StepCounts => Derive("steps", () => _graph.Add("Cast", [AtLeastOne], OnnxAttribute.Integer("to", OnnxTypes.Int32)));

    /// <summary>Takes the lengths from a tensor of int64, [batch], such as an input of the graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">The name of the tensor. Each value is from 0 to <paramref name="positions"/>.</param>
    /// <param name="positions">The number of positions in a row.</param>
    /// <exception cref="NotSupportedException">The graph's version of the operators is too low.</exception>
    public static OnnxLengths Of(OnnxGraph graph, string name, int positions)
    {
        OnnxOpset.Check(graph, LowestOpset, "A network with lengths of rows");
        return new OnnxLengths(graph, name, positions, []);
    }

    /// <summary>
    /// Finds the lengths of rows of keys that are filled with 0: a row ends after its last key that is not 0. This is how MLNetDeep reads a
    /// vector of keys of varying size, unless the vector ends with a missing key, and then too if the network leaves zeros out.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="keys">The name of the keys: int64, [batch, positions].</param>
    /// <param name="positions">The number of positions in a row.</param>
    /// <exception cref="NotSupportedException">The graph's version of the operators is too low.</exception>
    public static OnnxLengths OfPaddedKeys(OnnxGraph graph, string keys, int positions)
    {
        OnnxOpset.Check(graph, LowestOpset, "A network with rows of keys that end where their zeros begin");
        string zero = graph.Integers([0]);
        string ends = graph.Integers([.. Enumerable.Range(1, positions)], [1, positions]);
        string used = graph.Add("Where", [graph.Add("Equal", [keys, zero]), zero, ends]);
        return Of(graph, graph.ReduceMax(used, keepDimensions: false, 1), positions);
    }

    /// <summary>Gives all rows the same length: that of a vector of fixed size that is shorter than the network's rows.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">The name of a tensor whose first dimension is the batch.</param>
    /// <param name="length">The length.</param>
    /// <param name="positions">The number of positions in a row.</param>
    /// <exception cref="NotSupportedException">The graph's version of the operators is too low.</exception>
    public static OnnxLengths OfEqualRows(OnnxGraph graph, string rows, int length, int positions)
    {
        OnnxOpset.Check(graph, LowestOpset, "A network with lengths of rows");
        string batch = graph.Add("Gather", [graph.Add("Shape", [rows]), graph.Integers([0])]);
        return Of(graph, graph.Add("Expand", [graph.Integers([length]), batch]), positions);
    }

    /// <summary>Returns the lengths after a layer; null if they mean nothing there.</summary>
    public OnnxLengths? After(PlacedLayer layer)
    {
        int?[] after = [.. Enumerable.Range(0, Positions + 1).Select(length => layer.OutputLength(length))];
        if (after.Contains(null))
        {
            return null;
        }

        int positions = layer.OutputShape[0];
        return after.Index().All(item => item.Item == item.Index)
            ? positions == Positions ? this : new OnnxLengths(_graph, Name, positions, _derived)
            : new OnnxLengths(_graph, Map([.. after.Select(length => (long)length!.Value)]), positions, _derived);
    }

    /// <summary>
    /// Returns the activations with 0 at each position that is not used. They are chosen and not multiplied, since the product of 0 and a
    /// number that is not finite is not 0.
    /// </summary>
    public OnnxTensor ClearBeyond(OnnxTensor tensor) => tensor with
    {
        Name = _graph.Add("Where", [PaddingOf(tensor), _graph.Constant("zero", 0), tensor.Name]),
    };

    /// <summary>Returns the activations with a number at each position that is not used; see <see cref="ClearBeyond"/>.</summary>
    public OnnxTensor FillBeyond(OnnxTensor tensor, double value) => tensor with
    {
        Name = _graph.Add("Where", [PaddingOf(tensor), _graph.Constant("fill", value), tensor.Name]),
    };

    /// <summary>Returns the indices, int64 [batch, positions], with 0 at each position that is not used.</summary>
    public string ClearIndicesBeyond(string indices) => _graph.Add("Where", [Padding, _graph.Integers([0]), indices]);

    /// <summary>Returns values of rows, [batch, values], with 0 for each row that uses no position.</summary>
    public string ClearEmptyRows(string values) => _graph.Add("Where", [IsEmpty, _graph.Constant("zero", 0), values]);

    /// <summary><see cref="Padding"/> with dimensions of size 1 where the activations have others than the position.</summary>
    public string PaddingOf(OnnxTensor tensor)
    {
        int rank = tensor.Shape.Length;
        if (rank == 1)
        {
            return Padding;
        }

        // Channels come before the positions, or after them; further dimensions always come after them.
        bool isFirst = tensor.HasChannelsFirst;
        long[] axes = isFirst ? [1, .. Enumerable.Range(3, rank - 2)] : [.. Enumerable.Range(2, rank - 1)];
        return Derive($"padding {isFirst} {rank}", () => _graph.Unsqueeze(Padding, axes));
    }

    private string Map(long[] table) =>
        Derive($"map {string.Join(',', table)}", () => _graph.Add("Gather", [_graph.Integers(table), Name]));

    private string Derive(string what, Func<string> add)
    {
        string key = $"{Name} {Positions} {what}";
        if (!_derived.TryGetValue(key, out string? name))
        {
            _derived[key] = name = add();
        }

        return name;
    }
}
