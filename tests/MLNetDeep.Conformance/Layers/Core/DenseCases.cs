using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// With g = dL/dy and sums over the rows of the batch: dL/dW = Σ g xᵀ, dL/db = Σ g, dL/dx = Wᵀ g. A penalty adds l1 sign(w) + 2 l2 w
// to dL/dw.
public sealed class DenseCases : LayerCases
{
    public override Type Layer => typeof(Dense);

    public override IEnumerable<LayerCase> Cases =>
    [
        LayerCase.Classification(
            "frozen dense layers",
            new(
                [4],
                [
                    new Dense(5, Activation.Tanh, kernelRegularizer: new(l2: 0.1), kernelMaxNorm: 0.1) { Trainable = false },
                    new Dense(6, Activation.Tanh),
                    new Dense(4, Activation.Tanh) { Trainable = false },
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification("all layers frozen", new([4], [new Dense(3, Activation.Softmax) { Trainable = false }])),
        LayerCase.Classification(
            "dense over the last axis",
            new([3, 4], [new Dense(5, Activation.Tanh), new Dense(16, Activation.Gelu), new Dense(2), new Flatten(), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "dense over the last axis in place",
            new([2, 3, 16], [new Dense(32, Activation.Tanh, kernelRegularizer: new(l2: 0.1)), new Dense(16), new Flatten(), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "frozen dense over the last axis",
            new([3, 4], [new Dense(5), new Dense(6, Activation.Tanh) { Trainable = false }, new Flatten(), new Dense(3, Activation.Softmax)])),
        LayerCase.Sequences(
            "dense over the last axis of sequences",
            new([5, 4], [new Dense(6, Activation.Tanh), new Residual([new Dense(6, Activation.Tanh)]), new Flatten(), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification("dense alone", new([4], [new Dense(3, Activation.Softmax)])),
        LayerCase.Classification("no bias", new([4], [new Dense(5, Activation.Tanh, useBias: false), new Dense(3, Activation.Softmax, useBias: false)])),
        LayerCase.Classification("L1", new([4], [new Dense(5, Activation.Tanh, kernelRegularizer: new(l1: 0.1)), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification("L2", new([4], [new Dense(5, Activation.Tanh), new Dense(3, Activation.Softmax, kernelRegularizer: new(l2: 0.2))])),
        LayerCase.Classification(
            "L1 and L2",
            new([4], [new Dense(5, Activation.Tanh, kernelRegularizer: new(0.1, 0.2), biasRegularizer: new(0.03, 0.04)), new Dense(3, Activation.Softmax, kernelRegularizer: new(0.01))])),
    ];
}
