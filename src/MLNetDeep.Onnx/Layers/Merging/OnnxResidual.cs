using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>y = f(layers(x) + shortcut(x)).</summary>
internal static class OnnxResidual
{
    public const int LowestOpset = OnnxOptions.MinOpset;

    public static OnnxTensor Write(Residual layer, OnnxTensor input, OnnxLayerContext context)
    {
        OnnxTensor output = OnnxLayerChain.Write(context.Place.NestedLayers.Take(layer.Layers.Length), input, context);
        OnnxTensor added = OnnxLayerChain.Write(context.Place.NestedLayers.Skip(layer.Layers.Length), input, context);
        OnnxTensor[] terms = context.Graph.ToSameOrder(output, added);
        OnnxTensor sum = terms[0] with { Name = context.Graph.Add("Add", [terms[0].Name, terms[1].Name]) };
        return OnnxActivations.Apply(layer.Activation, sum, context.Graph);
    }
}
