using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>
/// One direction of a recurrent layer step by step, for activations that ONNX's recurrent operators do not have or get wrong: gelu, softplus.
/// </summary>
/// <remarks>
/// The number of positions is known, so every step gets nodes of its own: 20 to 30 per step. The operators Scan and Loop would need fewer,
/// but not all tools that read or change graphs know their inner graphs; ML.NET's converter cannot write them.
/// </remarks>
internal sealed class OnnxRecurrentSteps
{
    private readonly OnnxGraph _graph;
    private readonly RecurrentLayer _layer;
    private readonly string _stateWeights;
    private readonly string? _stateBias;
    private readonly int _gates;
    private string? _state;
    private string? _cell;

    private OnnxRecurrentSteps(RecurrentLayer layer, OnnxLayerContext context, string suffix)
    {
        (_graph, _layer) = (context.Graph, layer);
        _gates = layer switch
        {
            LSTM => 4,
            GRU => 3,
            _ => 1,
        };
        _stateWeights = Transposed(context.Constant("weight_hh_l0" + suffix));
        _stateBias = layer.UseBias ? Bias(context, "bias_hh_l0" + suffix) : null;
    }

    /// <summary>Adds the nodes; see <see cref="OnnxRecurrentDirection"/>.</summary>
    public static string Write(RecurrentLayer layer, string rows, OnnxLayerContext context, bool isReversed, string suffix)
    {
        OnnxRecurrentSteps steps = new(layer, context, suffix);
        return steps.Run(rows, context, isReversed, suffix);
    }

    // A row that has ended keeps its state, so that the state after the last step is the last one of each row, 0 if the row is empty.
    // Backwards, a row has not begun at the positions beyond its length.
    private string Run(string rows, OnnxLayerContext context, bool isReversed, string suffix)
    {
        int time = context.Place.InputShape[0];
        string sums = _graph.Add("MatMul", [rows, Transposed(context.Constant("weight_ih_l0" + suffix))]);
        sums = _graph.Reshape(sums, 0, time, _gates, _layer.Units);
        sums = _layer.UseBias ? _graph.Add("Add", [sums, Bias(context, "bias_ih_l0" + suffix)]) : sums;
        string[] states = new string[time];
        for (int step = 0; step < time; step++)
        {
            int position = isReversed ? time - 1 - step : step;
            (string? state, string? cell) = (_state, _cell);
            Step(Select(sums, position));
            if (context.Lengths is { } lengths)
            {
                string isUnused = Select(lengths.Padding, position, keepsAxis: true);
                _state = Choose(isUnused, state, _state!);
                _cell = _cell is null ? null : Choose(isUnused, cell, _cell);
            }

            states[position] = _graph.Unsqueeze(_state!, 1);
        }

        return _layer.ReturnSequences ? _graph.Add("Concat", states, OnnxAttribute.Integer("axis", 1)) : _state!;
    }

    // The formulas are those of SimpleRNN, LSTM and GRU. The first state and the first cell are 0, so that their terms are left out.
    private void Step(string sums)
    {
        string? stateSums = _state is null
            ? _stateBias
            : AddBias(_graph.Reshape(_graph.Add("MatMul", [_state, _stateWeights]), 0, _gates, _layer.Units));
        switch (_layer)
        {
            case LSTM lstm:
                sums = Sum(sums, stateSums);
                string taken = Product(Gate(sums, 0, lstm.RecurrentActivation), Gate(sums, 2, lstm.Activation));
                _cell = _cell is null ? taken : Sum(Product(Gate(sums, 1, lstm.RecurrentActivation), _cell), taken);
                _state = Product(Gate(sums, 3, lstm.RecurrentActivation), Apply(lstm.Activation, _cell));
                break;
            case GRU gru:
                string both = Sum(sums, stateSums);
                string candidate = Select(sums, 2);
                string? reset = stateSums is null
                    ? null
                    : Product(Gate(both, 0, gru.RecurrentActivation), Select(stateSums, 2, ofBias: _state is null));
                candidate = Apply(gru.Activation, Sum(candidate, reset));
                string kept = Gate(both, 1, gru.RecurrentActivation);
                string difference = _state is null ? _graph.Add("Neg", [candidate]) : _graph.Add("Sub", [_state, candidate]);
                _state = Sum(candidate, Product(kept, difference));
                break;
            default:
                _state = Apply(_layer.Activation, Select(Sum(sums, stateSums), 0));
                break;
        }
    }

    // Biases are [gates, units], so that they are added to each row.
    private string Bias(OnnxLayerContext context, string name)
    {
        (ParameterSpec spec, float[] values) = context.Parameter(name);
        return _graph.Constant(spec.Name, values, _gates, _layer.Units);
    }

    private string AddBias(string sums) => _stateBias is null ? sums : _graph.Add("Add", [sums, _stateBias]);

    private string Gate(string sums, int gate, Activation activation) => Apply(activation, Select(sums, gate));

    private string Apply(Activation activation, string values) =>
        OnnxActivations.Apply(activation, new OnnxTensor(values, [_layer.Units]), _graph).Name;

    // Takes one index of the second axis: a position or a gate. A bias alone has no batch before its gates.
    private string Select(string values, int index, bool keepsAxis = false, bool ofBias = false) => _graph.Add(
        "Gather",
        [values, keepsAxis ? _graph.Integers([index]) : _graph.Integers([index], [])],
        OnnxAttribute.Integer("axis", ofBias ? 0 : 1));

    private string Choose(string isUnused, string? before, string after) =>
        _graph.Add("Where", [isUnused, before ?? _graph.Constant("zero", 0), after]);

    private string Transposed(string weights) => _graph.Add("Transpose", [weights], OnnxAttribute.Integers("perm", 1, 0));

    private string Sum(string first, string? second) => second is null ? first : _graph.Add("Add", [first, second]);

    private string Product(string first, string second) => _graph.Add("Mul", [first, second]);
}
