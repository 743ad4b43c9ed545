using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Gives rows another shape; moves no values.</summary>
internal sealed class TorchReshape(TorchLayerContext context) : TorchLayer
{
    private readonly long[] _shape = [-1, .. context.OutputShape.Select(dimension => (long)dimension)];

    public override Tensor Forward(Tensor input, in LayerPass pass) => input.reshape(_shape);
}
