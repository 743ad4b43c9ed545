using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

public sealed class FlattenCases : LayerCases
{
    public override Type Layer => typeof(Flatten);

    public override IEnumerable<LayerCase> Cases =>
    [
        LayerCase.Classification("flatten", new([2, 2], [new Flatten(), new Dense(3, Activation.Tanh), new Flatten(), new Dense(3, Activation.Softmax)])),
    ];
}
