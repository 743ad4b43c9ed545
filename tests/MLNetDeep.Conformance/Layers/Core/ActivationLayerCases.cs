using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

public sealed class ActivationLayerCases : LayerCases
{
    public override Type Layer => typeof(ActivationLayer);

    public override IEnumerable<LayerCase> Cases =>
    [
        LayerCase.Classification("softmax as a layer", new([4], [new Dense(5, Activation.Tanh), new Dense(3), new ActivationLayer(Activation.Softmax)])),
        LayerCase.Classification("activation first", new([4], [new ActivationLayer(Activation.Tanh), new Dense(3, Activation.Softmax)])),
    ];
}
