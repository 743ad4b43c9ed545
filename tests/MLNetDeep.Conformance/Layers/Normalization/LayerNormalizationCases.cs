using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// With g = dL/dy, h = γ g and x̂ the normalized input: dL/dx = (h - mean(h) - x̂ mean(h x̂)) / √(σ² + ε), dL/dγ = Σ g x̂, dL/dβ = Σ g.
public sealed class LayerNormalizationCases : LayerCases
{
    public override Type Layer => typeof(LayerNormalization);

    public override IEnumerable<LayerCase> Cases =>
    [
        LayerCase.Classification(
            "layer normalization",
            new([4], [new Dense(5), new LayerNormalization(), new ActivationLayer(Activation.Tanh), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification("layer normalization first", new([4], [new LayerNormalization(0.1), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification("layer normalization last", new([4], [new Dense(3), new LayerNormalization(), new ActivationLayer(Activation.Softmax)])),
        LayerCase.Classification(
            "wide layer normalization", new([4], [new Dense(77, Activation.Tanh), new LayerNormalization(), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "layer normalization without scale", new([4], [new Dense(5), new LayerNormalization(useScale: false), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "layer normalization without offset", new([4], [new Dense(5), new LayerNormalization(useOffset: false), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "layer normalization with penalties",
            new([4], [new Dense(5), new LayerNormalization(gammaRegularizer: new(0.01, 0.02), betaRegularizer: new(l2: 0.03)), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "frozen layer normalization",
            new([4], [new Dense(5), new LayerNormalization { Trainable = false }, new Dense(3, Activation.Softmax)])),
        LayerCase.Sequences(
            "layer normalization of sequences",
            new([5, 4], [new LayerNormalization(), new ActivationLayer(new Softplus()), new Flatten(), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "layer normalization of each position",
            new([3, 4], [new LayerNormalization(), new Flatten(), new Dense(5, Activation.Tanh), new Dense(3, Activation.Softmax)])),
    ];
}
