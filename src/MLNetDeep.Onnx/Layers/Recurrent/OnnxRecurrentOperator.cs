using System.Collections.Immutable;
using MLNetDeep.Neural;
using global::Onnx;

namespace MLNetDeep.Onnx;

/// <summary>
/// One direction of a recurrent layer by ONNX's operators RNN, LSTM and GRU. Their formulas are ours; GRU needs linear_before_reset. They
/// have no gelu, and their softplus overflows: see <see cref="OnnxRecurrentSteps"/>. Their direction "reverse" begins at the last used position of each row, and their
/// states are in the order of the positions.
/// </summary>
internal static class OnnxRecurrentOperator
{
    // Our order of the gates is i, f, g, o and r, z, n; ONNX's is i, o, f, c and z, r, h.
    private static readonly int[] s_lstmGates = [0, 3, 1, 2];
    private static readonly int[] s_gruGates = [1, 0, 2];

    /// <summary>Whether the operators have the layer's activations.</summary>
    public static bool Supports(RecurrentLayer layer) => Functions(layer).All(function => Describe(function) is not null);

    /// <summary>The activations of a layer in ONNX's order: f of the gates, g of the new values, h of the cell.</summary>
    public static Activation[] Functions(RecurrentLayer layer) => layer switch
    {
        LSTM lstm => [lstm.RecurrentActivation, lstm.Activation, lstm.Activation],
        GRU gru => [gru.RecurrentActivation, gru.Activation],
        _ => [layer.Activation],
    };

    /// <summary>Adds the nodes; see <see cref="OnnxRecurrentDirection"/>.</summary>
    public static string Write(RecurrentLayer layer, string rows, OnnxLayerContext context, bool isReversed, string suffix)
    {
        OnnxGraph graph = context.Graph;
        OnnxLengths? lengths = context.Lengths;
        (string operation, int[] gates) = layer switch
        {
            LSTM => ("LSTM", s_lstmGates),
            GRU => ("GRU", s_gruGates),
            _ => ("RNN", [0]),
        };
        string[] inputs =
        [
            graph.Add("Transpose", [rows], OnnxAttribute.Integers("perm", 1, 0, 2)),
            Weights(context, "weight_ih_l0" + suffix, gates, layer.Units),
            Weights(context, "weight_hh_l0" + suffix, gates, layer.Units),
            layer.UseBias ? Biases(context, suffix, gates, layer.Units) : "",
            lengths?.StepCounts ?? "",
        ];
        string output = graph.UniqueName(graph.Prefix + operation);
        ImmutableArray<string> outputs = layer.ReturnSequences ? [output] : ["", output];
        graph.Add(operation, inputs[..(Array.FindLastIndex(inputs, name => name.Length > 0) + 1)], outputs, [.. Attributes(layer, isReversed)]);
        if (!layer.ReturnSequences)
        {
            string last = graph.Squeeze(output, 0);
            return lengths?.ClearEmptyRows(last) ?? last;
        }

        // From [time, 1, batch, units].
        return graph.Add("Transpose", [graph.Squeeze(output, 1)], OnnxAttribute.Integers("perm", 1, 0, 2));
    }

    private static IEnumerable<AttributeProto> Attributes(RecurrentLayer layer, bool isReversed)
    {
        (string Name, float[] Numbers)[] functions = [.. Functions(layer).Select(function => Describe(function)!.Value)];
        yield return OnnxAttribute.Integer("hidden_size", layer.Units);
        yield return OnnxAttribute.Text("direction", isReversed ? "reverse" : "forward");
        yield return OnnxAttribute.Texts("activations", [.. functions.Select(function => function.Name)]);

        // Each function that has numbers takes the next ones.
        float[] alphas = [.. functions.SelectMany(function => function.Numbers.Take(1))];
        float[] betas = [.. functions.SelectMany(function => function.Numbers.Skip(1))];
        if (alphas.Length > 0)
        {
            yield return OnnxAttribute.Numbers("activation_alpha", alphas);
        }

        if (betas.Length > 0)
        {
            yield return OnnxAttribute.Numbers("activation_beta", betas);
        }

        if (layer is GRU)
        {
            yield return OnnxAttribute.Integer("linear_before_reset", 1);
        }
    }

    // The name of the function in these operators with its α and β; null if they do not have it. That of softplus is left out: ONNX Runtime
    // computes it as ln(1 + exp(x)) here, which is infinite from x = 89 on.
    private static (string Name, float[] Numbers)? Describe(Activation activation) => activation switch
    {
        Linear => ("Affine", [1, 0]),
        Relu => ("Relu", []),
        LeakyRelu leaky => ("LeakyRelu", [(float)leaky.NegativeSlope]),
        Elu elu => ("Elu", [(float)elu.Alpha]),
        Sigmoid => ("Sigmoid", []),
        Tanh => ("Tanh", []),
        _ => null,
    };

    private static string Weights(OnnxLayerContext context, string name, int[] gates, int units)
    {
        (ParameterSpec spec, float[] values) = context.Parameter(name);
        return context.Graph.Constant(spec.Name, InOrder(values, gates), 1, gates.Length * units, spec.Shape[1]);
    }

    private static string Biases(OnnxLayerContext context, string suffix, int[] gates, int units)
    {
        (ParameterSpec spec, float[] first) = context.Parameter("bias_ih_l0" + suffix);
        float[] second = context.Parameter("bias_hh_l0" + suffix).Values;
        return context.Graph.Constant(spec.Name, [.. InOrder(first, gates), .. InOrder(second, gates)], 1, 2 * gates.Length * units);
    }

    private static float[] InOrder(float[] values, int[] gates) =>
        [.. gates.SelectMany(gate => values.Chunk(values.Length / gates.Length).ElementAt(gate))];
}
