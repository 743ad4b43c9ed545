using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Two recurrent layers that read the same rows in opposite directions and join their outputs.</summary>
internal static class OnnxBidirectional
{
    public const int LowestOpset = OnnxRecurrent.LowestOpset;

    private const string ReverseSuffix = "_reverse";

    public static OnnxTensor Write(Bidirectional layer, OnnxTensor input, OnnxLayerContext context)
    {
        OnnxGraph graph = context.Graph;
        string rows = graph.ToChannelsLast(input).Name;
        string forward = OnnxRecurrentDirection.Write(layer.Layer, rows, context, isReversed: false, suffix: "");
        string backward = OnnxRecurrentDirection.Write(layer.Layer, rows, context, isReversed: true, ReverseSuffix);
        string output = layer.MergeMode switch
        {
            MergeMode.Concat => graph.Add("Concat", [forward, backward], OnnxAttribute.Integer("axis", context.Place.OutputShape.Length)),
            MergeMode.Sum => graph.Add("Add", [forward, backward]),
            MergeMode.Average => graph.Add("Mul", [graph.Add("Add", [forward, backward]), graph.Constant("half", 0.5)]),
            _ => graph.Add("Mul", [forward, backward]),
        };
        return new OnnxTensor(output, context.Place.OutputShape);
    }
}
