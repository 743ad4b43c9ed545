using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Puts dimensions in another order; the batch stays first.</summary>
internal static class OnnxPermute
{
    public const int LowestOpset = OnnxOptions.MinOpset;

    // One transpose does it, whatever the order of the input is.
    public static OnnxTensor Write(Permute layer, OnnxTensor input, OnnxLayerContext context)
    {
        long[] axes = [0, .. layer.Dims.Select(AxisOf)];
        return new OnnxTensor(context.Graph.Add("Transpose", [input.Name], OnnxAttribute.Integers("perm", axes)), context.Place.OutputShape);

        long AxisOf(int dimension) => dimension == input.Shape.Length ? input.ChannelAxis : input.PositionAxes[dimension - 1];
    }
}
