using MLNetDeep.Neural;

namespace MLNetDeep.Onnx;

/// <summary>Dropout of all kinds, which does nothing when rows are scored and so adds no node.</summary>
internal static class OnnxDropout
{
    public const int LowestOpset = OnnxOptions.MinOpset;

    public static OnnxTensor Write(LayerSpec layer, OnnxTensor input, OnnxLayerContext context) => input;
}
