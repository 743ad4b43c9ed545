using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// With g = dL/dy, the normalized input x̂ = (x - μ)/√(σ²+ε), and means and sums over the rows of the batch:
// in training, dL/dx = γ/√(σ²+ε) (g - mean(g) - x̂ mean(g x̂)), dL/dγ = Σ g x̂ and dL/dβ = Σ g; in inference, dL/dx = γ/√(σ²+ε) g.
public sealed class BatchNormalizationCases : LayerCases
{
    public override Type Layer => typeof(BatchNormalization);

    public override IEnumerable<LayerCase> Cases =>
    [
        LayerCase.Classification(
            "batch normalization",
            new([4], [new Dense(5), new BatchNormalization(), new ActivationLayer(Activation.Tanh), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification("batch normalization first", new([4], [new BatchNormalization(0.5, 0.1), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "frozen batch normalization",
            new(
                [4],
                [
                    new BatchNormalization { Trainable = false },
                    new Dense(5, Activation.Tanh),
                    new BatchNormalization(0.9) { Trainable = false },
                    new Dense(3, Activation.Softmax),
                ])),
        LayerCase.Classification("batch normalization last", new([4], [new Dense(3), new BatchNormalization(), new ActivationLayer(Activation.Softmax)])),
        LayerCase.Classification(
            "batch normalization of pictures",
            new([2, 3, 3], [new BatchNormalization(), new ActivationLayer(Activation.Tanh), new Flatten(), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "batch normalization of pictures with many channels",
            new([2, 2, 19], [new LayerNormalization(), new BatchNormalization(0.9, 0.01), new Flatten(), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "frozen batch normalization of pictures",
            new([2, 3, 3], [new LayerNormalization(), new BatchNormalization { Trainable = false }, new Flatten(), new Dense(3, Activation.Softmax)])),
        LayerCase.Sequences(
            "batch normalization of sequences with lengths",
            new([5, 4], [new LayerNormalization(), new ActivationLayer(Activation.Tanh), new BatchNormalization(), new Flatten(), new Dense(3, Activation.Softmax)])),
        LayerCase.Sequences(
            "batch normalization of sequences with many features",
            new([4, 17], [new BatchNormalization(), new Flatten(), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "batch normalization without scale",
            new([2, 2, 3], [new LayerNormalization(), new BatchNormalization(useScale: false), new ActivationLayer(Activation.Tanh), new Flatten(), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "batch normalization without offset", new([4], [new Dense(5), new BatchNormalization(useOffset: false), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "batch normalization without scale and offset",
            new([4], [new Dense(19, Activation.Tanh), new BatchNormalization(0.9, useScale: false, useOffset: false), new Dense(3, Activation.Softmax)])),
        LayerCase.Sequences(
            "batch normalization of sequences without scale and offset",
            new([5, 3], [new BatchNormalization(), new BatchNormalization(useScale: false, useOffset: false), new Flatten(), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "frozen batch normalization without scale and offset",
            new([4], [new Dense(5), new BatchNormalization(useScale: false, useOffset: false) { Trainable = false }, new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "batch normalization with penalties",
            new([4], [new Dense(5), new BatchNormalization(gammaRegularizer: new(0.01, 0.02), betaRegularizer: new(l2: 0.03)), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "wide batch normalization", new([4], [new Dense(37, Activation.Tanh), new BatchNormalization(), new Dense(3, Activation.Softmax)])),
    ];
}
