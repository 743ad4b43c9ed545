using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>A separable convolution: its two convolutions in sequence.</summary>
internal sealed class TorchSeparable(TorchLayerContext context) : TorchLayer
{
    private readonly TorchLayerChain _layers = new(context.Place.NestedLayers, context);

    public override Tensor Forward(Tensor input, in LayerPass pass) => _layers.Forward(input, pass);

    public override void Commit() => _layers.Commit();

    public override void Dispose() => _layers.Dispose();
}
