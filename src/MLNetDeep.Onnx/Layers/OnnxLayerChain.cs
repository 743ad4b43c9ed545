using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>
/// Exports layers in sequence: those of a network, or those in a layer. It sets the outputs of sequences beyond the lengths of the rows to
/// 0.
/// </summary>
internal static class OnnxLayerChain
{
    /// <summary>Adds the nodes of the layers to the graph.</summary>
    /// <param name="layers">The layers. Those that do nothing when rows are scored, such as dropout, add no node.</param>
    /// <param name="input">The input of the first layer, which is 0 beyond the lengths of the rows.</param>
    /// <param name="context">The context of the network, or of the layer that contains the layers.</param>
    /// <returns>The output of the last layer.</returns>
    /// <exception cref="NotSupportedException">A layer cannot be exported, or not for the graph's version of the operators.</exception>
    public static OnnxTensor Write(IEnumerable<PlacedLayer> layers, OnnxTensor input, OnnxLayerContext context)
    {
        string prefix = context.Graph.Prefix;
        foreach (PlacedLayer layer in layers)
        {
            OnnxLayerContext place = context.For(layer);
            OnnxLayerForm form = Form(place);
            context.Graph.Prefix = $"{place.Name}.";
            input = form.Write(input, place);
            context.Graph.Prefix = prefix;

            if (context.Lengths is { } lengths)
            {
                context = context with { Lengths = lengths.After(layer) };
                input = context.Lengths?.ClearBeyond(input) ?? input;
            }
        }

        return input;
    }

    private static OnnxLayerForm Form(OnnxLayerContext context)
    {
        LayerSpec layer = context.Place.Spec;
        if (!OnnxLayerRegistry.TryGet(layer, out OnnxLayerForm? form))
        {
            throw new NotSupportedException($"Layer {context.Name}, {layer}, cannot be written with ONNX's operators.");
        }

        int lowest = form.LowestOpsetOf(layer);
        return lowest <= context.Graph.Opset
            ? form
            : throw new NotSupportedException(
                $"Layer {context.Name}, {layer}, needs version {lowest} of ONNX's operators or a later one, but Opset is {context.Graph.Opset}.");
    }
}
