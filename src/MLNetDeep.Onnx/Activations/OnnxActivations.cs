using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Writes activations with ONNX's operators.</summary>
internal static class OnnxActivations
{
    /// <summary>The versions with the operators Erf and Gelu.</summary>
    private const int ErfOpset = 9;
    private const int GeluOpset = 20;

    /// <summary>That of all activations but <see cref="Gelu"/>.</summary>
    public const int LowestOpset = OnnxOptions.MinOpset;

    /// <summary>Returns the lowest version of the operators with which an activation can be written.</summary>
    public static int LowestOpsetOf(Activation activation) => activation is Gelu { Approximate: false } ? ErfOpset : LowestOpset;

    public static OnnxTensor Write(ActivationLayer layer, OnnxTensor input, OnnxLayerContext context) =>
        Apply(layer.Activation, input, context.Graph);

    /// <summary>Applies an activation to each value; softmax to each row, which has one position at most.</summary>
    /// <exception cref="NotSupportedException">The activation cannot be exported, or not for the graph's version of the operators.</exception>
    public static OnnxTensor Apply(Activation activation, OnnxTensor input, OnnxGraph graph)
    {
        OnnxOpset.Check(graph, LowestOpsetOf(activation), $"The activation {activation}");
        return Write(activation, input, graph);
    }

    private static OnnxTensor Write(Activation activation, OnnxTensor input, OnnxGraph graph) => activation switch
    {
        Linear => input,
        Relu => input with { Name = graph.Add("Relu", [input.Name]) },
        LeakyRelu leaky => input with { Name = graph.Add("LeakyRelu", [input.Name], OnnxAttribute.Number("alpha", leaky.NegativeSlope)) },
        Elu elu => input with { Name = graph.Add("Elu", [input.Name], OnnxAttribute.Number("alpha", elu.Alpha)) },
        Sigmoid => input with { Name = graph.Add("Sigmoid", [input.Name]) },
        Tanh => input with { Name = graph.Add("Tanh", [input.Name]) },
        Softplus => input with { Name = graph.Add("Softplus", [input.Name]) },
        Gelu gelu => input with { Name = ApplyGelu(gelu, input.Name, graph) },
        Softmax => ApplySoftmax(graph.ToChannelsLast(input), graph),
        _ => throw new NotSupportedException($"The activation {activation} cannot be written with ONNX's operators."),
    };

    private static string ApplyGelu(Gelu gelu, string input, OnnxGraph graph)
    {
        if (graph.Opset >= GeluOpset)
        {
            return graph.Add("Gelu", [input], OnnxAttribute.Text("approximate", gelu.Approximate ? "tanh" : "none"));
        }

        // z (1 + erf(z/√2)) / 2, or z (1 + tanh(√(2/π) (z + 0.044715 z³))) / 2.
        string function = gelu.Approximate
            ? graph.Add("Tanh", [Multiply(graph.Add("Add", [input, Multiply(Cube(), 0.044715)]), Math.Sqrt(2 / Math.PI))])
            : graph.Add("Erf", [Multiply(input, Math.Sqrt(0.5))]);
        return Multiply(graph.Add("Mul", [input, graph.Add("Add", [function, graph.Constant("one", 1)])]), 0.5);

        string Cube() => graph.Add("Mul", [graph.Add("Mul", [input, input]), input]);

        string Multiply(string values, double factor) => graph.Add("Mul", [values, graph.Constant("factor", factor)]);
    }

    private static OnnxTensor ApplySoftmax(OnnxTensor input, OnnxGraph graph) => input with { Name = graph.Softmax(input.Name, input.Rank) };
}
