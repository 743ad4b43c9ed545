using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Adds a table, trained or of sines and cosines, to each row.</summary>
internal sealed class TorchPositionalEmbedding : TorchLayer
{
    private readonly Tensor _table;
    private readonly Tensor? _fixed;

    public TorchPositionalEmbedding(PositionalEmbedding layer, TorchLayerContext context)
    {
        long[] shape = [.. context.InputShape.Select(dimension => (long)dimension)];
        _fixed = layer.Sinusoidal
            ? tensor(PositionalEmbedding.Sinusoids(context.InputShape), shape, device: context.Device.Device).Keep()
            : null;
        _table = _fixed ?? context.Parameter("weight");
    }

    public override Tensor Forward(Tensor input, in LayerPass pass) => input.add(_table, Scalars.One);

    public override void Dispose() => _fixed?.Dispose();
}
