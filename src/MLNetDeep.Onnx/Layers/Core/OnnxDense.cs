using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>A dense layer: f(x Wᵀ + b), over the last axis of the rows.</summary>
internal static class OnnxDense
{
    public const int LowestOpset = OnnxOptions.MinOpset;

    // The version in which Gemm can do without a bias.
    private const int OptionalBias = 11;

    public static OnnxTensor Write(Dense layer, OnnxTensor input, OnnxLayerContext context)
    {
        OnnxGraph graph = context.Graph;
        input = graph.ToChannelsLast(input);
        ImmutableArray<int> shape = context.Place.OutputShape;
        string weight = context.Constant("weight");
        string? bias = layer.UseBias ? context.Constant("bias") : null;
        string output;
        if (shape.Length == 1 && (bias is not null || graph.Opset >= OptionalBias))
        {
            output = graph.Add("Gemm", bias is null ? [input.Name, weight] : [input.Name, weight, bias], OnnxAttribute.Integer("transB", 1));
        }
        else
        {
            output = graph.Add("MatMul", [input.Name, graph.Add("Transpose", [weight], OnnxAttribute.Integers("perm", 1, 0))]);
            output = bias is null ? output : graph.Add("Add", [output, bias]);
        }

        return OnnxActivations.Apply(layer.Activation, new OnnxTensor(output, shape), graph);
    }
}
