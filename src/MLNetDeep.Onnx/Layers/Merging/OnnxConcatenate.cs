using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Joins the outputs of branches along the axis of the channels.</summary>
internal static class OnnxConcatenate
{
    public const int LowestOpset = OnnxOptions.MinOpset;

    public static OnnxTensor Write(Concatenate layer, OnnxTensor input, OnnxLayerContext context)
    {
        List<OnnxTensor> outputs = [];
        int first = 0;
        foreach (int count in layer.Branches.Select(branch => branch.Length))
        {
            outputs.Add(OnnxLayerChain.Write(context.Place.NestedLayers.Skip(first).Take(count), input, context));
            first += count;
        }

        if (outputs.Count == 1)
        {
            return outputs[0];
        }

        OnnxTensor[] parts = context.Graph.ToSameOrder([.. outputs]);
        string output = context.Graph.Add(
            "Concat", [.. parts.Select(part => part.Name)], OnnxAttribute.Integer("axis", parts[0].ChannelAxis));
        return new OnnxTensor(output, context.Place.OutputShape, parts[0].HasChannelsFirst);
    }
}
