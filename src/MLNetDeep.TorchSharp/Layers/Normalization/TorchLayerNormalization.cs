using MLNetDeep.Neural;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetDeep.TorchSharp;

/// <summary>Layer normalization over the last axis.</summary>
internal sealed class TorchLayerNormalization(LayerNormalization layer, TorchLayerContext context) : TorchLayer
{
    private readonly Tensor? _scale = context.FindParameter("weight");
    private readonly Tensor? _offset = context.FindParameter("bias");
    private readonly long[] _shape = [context.InputShape[^1]];

    public override Tensor Forward(Tensor input, in LayerPass pass) =>
        functional.layer_norm(input, _shape, _scale, _offset, layer.Epsilon);
}
