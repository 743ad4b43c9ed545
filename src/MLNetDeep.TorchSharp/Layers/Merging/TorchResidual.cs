using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>y = f(layers(x) + shortcut(x)).</summary>
internal sealed class TorchResidual : TorchLayer
{
    private readonly Activation _activation;
    private readonly TorchLayerChain _layers;
    private readonly TorchLayerChain _shortcut;

    public TorchResidual(Residual layer, TorchLayerContext context)
    {
        _activation = layer.Activation;
        _layers = new TorchLayerChain(context.Place.NestedLayers.Take(layer.Layers.Length), context);
        try
        {
            _shortcut = new TorchLayerChain(context.Place.NestedLayers.Skip(layer.Layers.Length), context);
        }
        catch
        {
            _layers.Dispose();
            throw;
        }
    }

    public override Tensor Forward(Tensor input, in LayerPass pass)
    {
        Tensor output = _layers.Forward(input, pass);
        return TorchActivations.Apply(_activation, output.add(_shortcut.Forward(input, pass), Scalars.One));
    }

    public override void Commit()
    {
        _layers.Commit();
        _shortcut.Commit();
    }

    public override void Dispose()
    {
        _layers.Dispose();
        _shortcut.Dispose();
    }
}
