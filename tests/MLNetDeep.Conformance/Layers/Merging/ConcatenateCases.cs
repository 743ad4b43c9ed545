using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// Each branch gets its part of dL/dy; dL/dx is the sum of the branches' input gradients.
public sealed class ConcatenateCases : LayerCases
{
    public override Type Layer => typeof(Concatenate);

    public override IEnumerable<LayerCase> Cases =>
    [
        LayerCase.Classification(
            "concatenate first",
            new([4], [new Concatenate([[new Dense(7, Activation.Tanh)], [new Dense(3), new Dense(17, Activation.Tanh)], []]), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "concatenate in the middle, with the input twice",
            new([4], [new Dense(5, Activation.Tanh), new Concatenate([[], [new Dense(4)], []]), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "concatenate last", new([4], [new Dense(5, Activation.Tanh), new Concatenate([[new Dense(1)], [new Dense(2)]]), new ActivationLayer(Activation.Softmax)])),
        LayerCase.Classification(
            "concatenate in concatenate, with normalization and dropout",
            new(
                [4],
                [
                    new Concatenate(
                        [
                            [new BatchNormalization(), new Dense(3, Activation.Tanh)],
                            [new Concatenate([[new Dense(2), new Dropout(0)], [new Residual([new Dense(4)])]]), new LayerNormalization()],
                        ]),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "concatenate over the last axis",
            new(
                [3, 4],
                [
                    new Concatenate([[new LayerNormalization()], [], [new ActivationLayer(Activation.Tanh)]]),
                    new Flatten(),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "frozen branch",
            new([4], [new Concatenate([[new Dense(3, Activation.Tanh) { Trainable = false }], [new Dense(2)]]), new Dense(3, Activation.Softmax)])),
        LayerCase.Sequences(
            "concatenate of sequences",
            new([5, 4], [new Concatenate([[new LayerNormalization()], [new ActivationLayer(new Softplus())]]), new Flatten(), new Dense(3, Activation.Softmax)])),
    ];
}
