using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

// The gradient of the table is the sum over the rows: dL/dP = Σ dL/dy.
public sealed class PositionalEmbeddingCases : LayerCases
{
    public override Type Layer => typeof(PositionalEmbedding);

    public override IEnumerable<LayerCase> Cases =>
    [
        LayerCase.Classification(
            "positional embedding first", new([4, 3], [new PositionalEmbedding(), new Flatten(), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "frozen positional embedding",
            new([4, 3], [new PositionalEmbedding { Trainable = false }, new Flatten(), new Dense(3, Activation.Softmax)])),
        LayerCase.Classification(
            "sinusoidal positions", new([5, 7], [new PositionalEmbedding(sinusoidal: true), new Flatten(), new Dense(3, Activation.Softmax)])),
        new LayerCase(
            "positional embedding of words with lengths",
            new NetworkSpec(
                [4],
                [
                    new Embedding(6, 5), new PositionalEmbedding(embeddingsRegularizer: new(0.01, 0.02)), new PositionalEmbedding(sinusoidal: true),
                    new Flatten(), new Dense(3, Activation.Softmax),
                ]),
            TestNumbers.IndexData(6, 4, 6, 3, withLengths: true),
            new CategoricalCrossEntropy()),
        LayerCase.Classification("positional embedding last", new([3, 1], [new PositionalEmbedding(), new Flatten(), new ActivationLayer(Activation.Softmax)])),
    ];
}
