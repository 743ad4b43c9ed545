using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// The gradient of a table row is the sum of the gradients at its occurrences: dL/dW[r] = Σ dL/dy[p] over positions p with index r.
public sealed class EmbeddingCases : LayerCases
{
    public override Type Layer => typeof(Embedding);

    public override IEnumerable<LayerCase> Cases =>
    [
        Case("embedding", new Embedding(7, 3)),
        Case("embedding of one value", new Embedding(7, 1)),
        Case("embedding of whole vectors", new Embedding(5, 16)),
        Case("wide embedding", new Embedding(4, 37)),
        Case("embedding of a table with unused rows", new Embedding(50, 2)),
        Case("embedding of one index", new Embedding(1, 4)),
        Case("embedding of rows with lengths", new Embedding(7, 3), withLengths: true),
        Case("embedding that masks zeros", new Embedding(4, 3, maskZero: true)),
        Case("embedding that masks zeros of rows with lengths", new Embedding(4, 3, maskZero: true), withLengths: true),
        Case("frozen embedding", new Embedding(7, 3) { Trainable = false }),
        Case("embedding with a penalty", new Embedding(7, 3, embeddingsRegularizer: new(0.01, 0.02))),
        Pooled("embedding with average pooling", new Embedding(7, 3)),
        Pooled("embedding of whole vectors with average pooling", new Embedding(7, 16), keepDims: true),
        Pooled("wide embedding with average pooling", new Embedding(7, 37)),
        Pooled("embedding with a penalty and average pooling", new Embedding(7, 3, embeddingsRegularizer: new(0.01, 0.02))),
        Pooled("embedding that masks zeros with average pooling", new Embedding(4, 3, maskZero: true)),
        Pooled("frozen embedding with average pooling", new Embedding(7, 3) { Trainable = false }),
        new LayerCase(
            "embedding last",
            new NetworkSpec([2], [new Embedding(6, 2)]),
            new TrainingData(new IndexFeatures(TestNumbers.Labels(10, 6), 2, 6), new DenseTargets(TestNumbers.Uniform(20), 4)),
            new MeanSquaredError()),
    ];

    private static LayerCase Case(string name, Embedding layer, bool withLengths = false) => new(
        name,
        new NetworkSpec([4], [layer, new Flatten(), new Dense(3, Activation.Softmax)]),
        TestNumbers.IndexData(6, 4, Math.Min(7, layer.InputDim), 3, withLengths: withLengths),
        new CategoricalCrossEntropy());

    private static LayerCase Pooled(string name, Embedding layer, bool keepDims = false) => new(
        name,
        new NetworkSpec([4], [layer, new GlobalAveragePooling1D(keepDims), new Flatten(), new Dense(3, Activation.Softmax)]),
        TestNumbers.IndexData(6, 4, Math.Min(7, layer.InputDim), 3, withLengths: true),
        new CategoricalCrossEntropy());
}
