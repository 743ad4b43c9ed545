using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// Outside training dropout does nothing; at rate 0 never. Its masks are tested by SessionConformance.
public sealed class DropoutCases : LayerCases
{
    public override Type Layer => typeof(Dropout);

    public override IEnumerable<LayerCase> Cases =>
    [
        LayerCase.Classes("dropout of nothing", new([4], [new Dropout(0), new Dense(5, Activation.Tanh), new Dropout(0), new Dense(3, Activation.Softmax)])),
    ];
}
