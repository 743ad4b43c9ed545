using MLNetDeep.Neural;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MLNetDeep.TorchSharp;

/// <summary>A dense layer: f(x Wᵀ + b), with product and sum in one operation.</summary>
internal sealed class TorchDense(Dense layer, TorchLayerContext context) : TorchLayer
{
    private readonly Tensor _weight = context.Parameter("weight");
    private readonly Tensor? _bias = context.FindParameter("bias");
    private readonly bool _usesBFloat16 = context.Device.UsesBFloat16;

    public override Tensor Forward(Tensor input, in LayerPass pass) =>
        TorchActivations.Apply(layer.Activation, _usesBFloat16 ? BFloat16Product(input) : functional.linear(input, _weight, _bias));

    private Tensor BFloat16Product(Tensor input) =>
        functional.linear(input.to_type(ScalarType.BFloat16), _weight.to_type(ScalarType.BFloat16), _bias?.to_type(ScalarType.BFloat16))
            .to_type(ScalarType.Float32);
}
