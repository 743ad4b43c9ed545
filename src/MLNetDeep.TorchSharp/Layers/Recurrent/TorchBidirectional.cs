using MLNetDeep.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Two recurrent layers that read the same rows in opposite directions and join their outputs.</summary>
internal sealed class TorchBidirectional(Bidirectional layer, TorchLayerContext context) : TorchLayer
{
    private readonly TorchRecurrentDirection _first = new(layer.Layer, context, isSecond: false);
    private readonly TorchRecurrentDirection _second = new(layer.Layer, context, isSecond: true);
    private readonly Scalar _half = 0.5.ToScalar();

    public override Tensor Forward(Tensor input, in LayerPass pass)
    {
        Tensor forward = _first.Forward(input, pass);
        Tensor backward = _second.Forward(input, pass);
        (forward, backward) = layer.Layer.ReturnSequences
            ? (forward, TorchRecurrentDirection.Reverse(backward, pass))
            : (TorchRecurrentDirection.Last(forward, pass), TorchRecurrentDirection.Last(backward, pass));
        return layer.MergeMode switch
        {
            MergeMode.Concat => cat([forward, backward], -1),
            MergeMode.Sum => forward.add(backward, Scalars.One),
            MergeMode.Average => forward.add(backward, Scalars.One).mul(_half),
            _ => forward.mul(backward),
        };
    }

    public override void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        _half.Dispose();
    }
}
