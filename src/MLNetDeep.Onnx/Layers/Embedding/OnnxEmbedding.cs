using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>
/// Replaces each index by a row of a table. Zeros that <see cref="Embedding.MaskZero"/> leaves out have been moved to the end of the rows
/// before: see <see cref="OnnxNetworkGraph"/>.
/// </summary>
internal static class OnnxEmbedding
{
    /// <summary>Gather. With MaskZero: <see cref="OnnxNetworkGraph.LowestOpsetOfMaskZero"/>.</summary>
    public const int LowestOpset = 7;

    public static OnnxTensor Write(Embedding layer, OnnxTensor input, OnnxLayerContext context) =>
        new(context.Graph.Add("Gather", [context.Constant("weight"), input.Name]), context.Place.OutputShape);
}
