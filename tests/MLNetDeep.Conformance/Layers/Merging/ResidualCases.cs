using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// y = f(a(x) + b(x)): dL/dx is the sum of the input gradients of a and b, which both get dL/dy · f'.
public sealed class ResidualCases : LayerCases
{
    public override Type Layer => typeof(Residual);

    public override IEnumerable<LayerCase> Cases =>
    [
        LayerCase.Classification(
            "residual first", new([4], [new Residual([new Dense(7, Activation.Tanh), new Dense(4)]), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "residual in the middle, with activation",
            new([4], [new Dense(37, Activation.Tanh), new Residual([new Dense(37)], Activation.Tanh), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "residual last, with softmax",
            new([4], [new Dense(5, Activation.Tanh), new Residual([new Dense(3)], Activation.Softmax, [new Dense(3, useBias: false)])])),
        LayerCase.Classification(
            "residual with a shortcut and an activation computed from sums",
            new(
                [4],
                [
                    new Dense(5, Activation.Tanh),
                    new Residual([new Dense(6, Activation.Tanh), new Dense(7)], Activation.Gelu, [new Dense(7), new BatchNormalization()]),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "residuals with normalization and dropout in each other",
            new(
                [4],
                [
                    new Residual(
                        [
                            new BatchNormalization(),
                            new Residual([new Dense(4, Activation.Tanh), new Dropout(0)], Activation.Softplus),
                            new Concatenate([[new Dense(3)], [new LayerNormalization(), new Dense(1)]]),
                        ]),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "layers that pass rows through in a residual",
            new([4], [new Dense(5), new Residual([new Flatten()], shortcut: [new Flatten(), new ActivationLayer(Activation.Tanh)]), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "frozen residual",
            new(
                [4],
                [
                    new Dense(4, Activation.Tanh),
                    new Residual([new Dense(4, Activation.Tanh), new BatchNormalization()]) { Trainable = false },
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification(
            "frozen layer in a residual",
            new(
                [4],
                [
                    new Residual([new Dense(5, Activation.Tanh) { Trainable = false }, new Dense(4)], Activation.Tanh, [new Dense(4) { Trainable = false }]),
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Sequences(
            "residual over sequences",
            new(
                [5, 4],
                [new Residual([new LayerNormalization(), new ActivationLayer(new Softplus())]), new Flatten(), new Dense(3, Activation.Softmax)])),
    ];
}
