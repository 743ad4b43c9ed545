using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Writes activations with ONNX's operators.</summary>
internal static class OnnxActivations
{
    public const int LowestOpset = 7;

    public static OnnxTensor Write(ActivationLayer layer, OnnxTensor input, OnnxLayerContext context) =>
        Apply(layer.Activation, input, context.Graph);

    /// <summary>Applies an activation to each value; softmax to each row.</summary>
    /// <exception cref="NotSupportedException">The activation cannot be exported.</exception>
    public static OnnxTensor Apply(Activation activation, OnnxTensor input, OnnxGraph graph) => activation switch
    {
        Linear => input,
        Relu => input with { Name = graph.Add("Relu", [input.Name]) },
        Softmax => input with { Name = graph.Add("Softmax", [input.Name], OnnxAttribute.Integer("axis", 1)) },
        _ => throw new NotSupportedException($"The activation {activation} cannot be written with ONNX's operators."),
    };
}
