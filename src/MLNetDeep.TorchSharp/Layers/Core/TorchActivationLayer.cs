using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Applies an activation to each value.</summary>
internal sealed class TorchActivationLayer(ActivationLayer layer) : TorchLayer
{
    public override Tensor Forward(Tensor input, in LayerPass pass) => TorchActivations.Apply(layer.Activation, input);
}
