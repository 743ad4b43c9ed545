using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Gives rows another shape: <see cref="Reshape"/> and <see cref="Flatten"/>.</summary>
internal static class OnnxReshape
{
    public const int LowestOpset = OnnxOptions.MinOpset;

    public static OnnxTensor Write(LayerSpec layer, OnnxTensor input, OnnxLayerContext context) =>
        context.Graph.Reshape(input, context.Place.OutputShape);
}
