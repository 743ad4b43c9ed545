using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>
/// Exports layers in sequence: those of a network, or those in a layer. It sets the outputs of sequences beyond the lengths of the rows to 0.
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
        foreach (PlacedLayer layer in layers)
        {
            if (!layer.Spec.PassesThrough(training: false))
            {
                input = Form(layer, context).Write(input, context.For(layer));
            }

            if (context.Lengths is { } lengths)
            {
                context = context with { Lengths = lengths.After(layer) };
                input = context.Lengths?.ClearBeyond(input) ?? input;
            }
        }

        return input;
    }

    private static OnnxLayerForm Form(PlacedLayer layer, OnnxLayerContext context)
    {
        if (!OnnxLayerRegistry.TryGet(layer.Spec, out OnnxLayerForm? form))
        {
            throw new NotSupportedException($"Layer {layer.Name}, {layer.Spec}, cannot be written with ONNX's operators.");
        }

        return form.LowestOpset <= context.Graph.Opset
            ? form
            : throw new NotSupportedException(
                $"Layer {layer.Name}, {layer.Spec}, needs version {form.LowestOpset} of ONNX's operators or a later one, but Opset is {context.Graph.Opset}.");
    }
}
