using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

public sealed class FlattenCases : LayerCases
{
    public override Type Layer => typeof(Flatten);

    public override IEnumerable<LayerCase> Cases =>
    [
        LayerCase.Classification("flatten a picture first", new([2, 3, 2], [new Flatten(), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "flatten channels, with layers before the dense layers",
            new(
                [2, 3, 2],
                [
                    new Dense(4, Activation.Tanh),
                    new Flatten(),
                    new Dropout(0),
                    new LayerNormalization(0.1),
                    new Concatenate([[new Dense(5, Activation.Tanh)], [new ActivationLayer(Activation.Tanh), new Dense(4)]]),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "flatten channels, with batch normalization", new([2, 3, 2], [new Flatten(), new BatchNormalization(epsilon: 0.1), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification("flatten", new([2, 2], [new Flatten(), new Dense(3, Activation.Tanh), new Flatten(), new Dense(3, Activation.Softmax)])),
    ];
}
