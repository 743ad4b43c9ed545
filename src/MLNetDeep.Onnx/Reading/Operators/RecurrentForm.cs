using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>The kind, the options and the weights of a recurrent node.</summary>
internal sealed class RecurrentForm
{
    // For each gate in the order of PyTorch and of the layers here, its place in ONNX: i, o, f, c for LSTM and z, r, h for GRU.
    private static readonly int[] s_lstmGates = [0, 2, 3, 1];
    private static readonly int[] s_gruGates = [1, 0, 2];

    private readonly string _operator;
    private readonly int _units;
    private readonly bool _useBias;
    private readonly Activation _gate;
    private readonly Activation _activation;

    private RecurrentForm(NodeReader node, int features)
    {
        _operator = node.Operator;
        string direction = node.Text("direction", "forward");
        (Directions, IsReverse) = direction switch
        {
            "forward" => (1, false),
            "reverse" => (1, true),
            "bidirectional" => (2, false),
            _ => throw node.Damaged($"its direction is {OnnxText.Short(direction)}"),
        };
        if (node.HasAttribute("clip") || node.Integer("input_forget", 0) != 0 || (_operator == "GRU" && node.Integer("linear_before_reset", 0) == 0))
        {
            throw node.NotSupported(
                "it has clip, input_forget or, for GRU, linear_before_reset = 0; accepted: linear_before_reset = 1 and none of the others");
        }

        int[] gates = _operator switch { "LSTM" => s_lstmGates, "GRU" => s_gruGates, _ => [0] };
        ImmutableArray<int> shape = node.Constant(2).Shape;
        _units = shape.Length == 3 ? shape[2] : 0;
        int outputs = checked(gates.Length * _units);
        if (_units == 0 || !shape.SequenceEqual([Directions, outputs, _units])
            || !node.Constant(1).Shape.SequenceEqual([Directions, outputs, features]))
        {
            throw node.Damaged(
                $"its weights have the shapes {OnnxText.Shape(node.Constant(1).Shape)} and {OnnxText.Shape(shape)} for {features} features");
        }

        _useBias = node.Has(3);
        (_gate, _activation) = RecurrentActivations.Read(node, Directions);
        Dictionary<string, float[]> weights = [];
        for (int i = 0; i < Directions; i++)
        {
            string suffix = i == 0 ? "" : "_reverse";
            weights[$"weight_ih_l0{suffix}"] = Part(node.Weights(1), i * outputs * features, gates, _units * features);
            weights[$"weight_hh_l0{suffix}"] = Part(node.Weights(2), i * outputs * _units, gates, _units * _units);
            if (_useBias)
            {
                float[] biases = node.Constant(3).Shape.SequenceEqual([Directions, 2 * outputs])
                    ? node.Numbers(3)
                    : throw node.Damaged($"its biases have the shape {OnnxText.Shape(node.Constant(3).Shape)}");
                weights[$"bias_ih_l0{suffix}"] = Part(biases, 2 * i * outputs, gates, _units);
                weights[$"bias_hh_l0{suffix}"] = Part(biases, ((2 * i) + 1) * outputs, gates, _units);
            }
        }

        Weights = weights.ToImmutableDictionary();
    }

    /// <summary>The number of directions.</summary>
    public int Directions { get; }

    /// <summary>Whether the only direction is backwards.</summary>
    public bool IsReverse { get; }

    /// <summary>The weights by their names in the layer.</summary>
    public ImmutableDictionary<string, float[]> Weights { get; }

    /// <summary>Reads a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="features">The number of features of a time step.</param>
    public static RecurrentForm Read(NodeReader node, int features) => new(node, features);

    /// <summary>Returns the layer.</summary>
    /// <param name="sequences">Whether it returns the states of all steps.</param>
    public LayerSpec Layer(bool sequences)
    {
        RecurrentLayer layer = _operator switch
        {
            "LSTM" => new LSTM(_units, _activation, _gate, _useBias, returnSequences: sequences, goBackwards: IsReverse),
            "GRU" => new GRU(_units, _activation, _gate, _useBias, returnSequences: sequences, goBackwards: IsReverse),
            _ => new SimpleRNN(_units, _activation, _useBias, returnSequences: sequences, goBackwards: IsReverse),
        };
        return Directions == 2 ? new Bidirectional(layer) : layer;
    }

    private static float[] Part(float[] values, int start, int[] gates, int size) =>
        [.. gates.SelectMany(gate => new ArraySegment<float>(values, start + (gate * size), size))];
}
