using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>A <see cref="SimpleRNN"/>, an <see cref="LSTM"/> or a <see cref="GRU"/>.</summary>
internal sealed class TorchRecurrent(RecurrentLayer layer, TorchLayerContext context) : TorchLayer
{
    private readonly TorchRecurrentDirection _direction = new(layer, context, isSecond: false);

    public override Tensor Forward(Tensor input, in LayerPass pass)
    {
        Tensor states = _direction.Forward(input, pass);
        return layer.ReturnSequences ? states : TorchRecurrentDirection.Last(states, pass);
    }

    public override void Dispose() => _direction.Dispose();
}
