using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// In inference, and at rate 0 also in training, dropout passes its input through. SessionConformance tests the dropout masks.
public sealed class DropoutCases : LayerCases
{
    public override Type Layer => typeof(Dropout);

    public override IEnumerable<LayerCase> Cases =>
    [
        LayerCase.Classification("dropout with rate 0", new([4], [new Dropout(0), new Dense(5, Activation.Tanh), new Dropout(0), new Dense(3, Activation.Softmax)])),
    ];
}
