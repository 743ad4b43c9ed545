using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Puts dimensions in another order; the batch stays first.</summary>
internal sealed class TorchPermute(Permute layer) : TorchLayer
{
    private readonly long[] _dims = [0, .. layer.Dims.Select(dimension => (long)dimension)];

    public override Tensor Forward(Tensor input, in LayerPass pass) => input.permute(_dims).contiguous();
}
