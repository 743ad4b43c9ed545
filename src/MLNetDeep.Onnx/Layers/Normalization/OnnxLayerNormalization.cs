using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Layer normalization over the last axis.</summary>
internal static class OnnxLayerNormalization
{
    /// <summary>The version with the operator LayerNormalization. Before, it is written with smaller ones.</summary>
    private const int OperatorOpset = 17;

    public const int LowestOpset = OnnxOptions.MinOpset;

    public static OnnxTensor Write(LayerNormalization layer, OnnxTensor input, OnnxLayerContext context)
    {
        input = context.Graph.ToChannelsLast(input);
        return input with { Name = context.Graph.Opset >= OperatorOpset ? Normalize(layer, input, context) : Compose(layer, input, context) };
    }

    private static string Normalize(LayerNormalization layer, OnnxTensor input, OnnxLayerContext context)
    {
        string scale = context.ConstantOr("weight", 1, input.Shape[^1]);
        return context.Graph.Add(
            "LayerNormalization",
            layer.UseOffset ? [input.Name, scale, context.Constant("bias")] : [input.Name, scale],
            OnnxAttribute.Integer("axis", input.ChannelAxis),
            OnnxAttribute.Number("epsilon", layer.Epsilon));
    }

    private static string Compose(LayerNormalization layer, OnnxTensor input, OnnxLayerContext context)
    {
        OnnxGraph graph = context.Graph;
        string centred = graph.Add("Sub", [input.Name, graph.ReduceMean(input.Name, true, input.ChannelAxis)]);
        string variance = graph.ReduceMean(graph.Add("Mul", [centred, centred]), true, input.ChannelAxis);
        string deviation = graph.Add("Sqrt", [graph.Add("Add", [variance, graph.Constant("epsilon", layer.Epsilon)])]);
        string output = graph.Add("Div", [centred, deviation]);
        output = layer.UseScale ? graph.Add("Mul", [output, context.Constant("weight")]) : output;
        return layer.UseOffset ? graph.Add("Add", [output, context.Constant("bias")]) : output;
    }
}
