using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>Networks whose layers depend on a row's position in the batch or on the other rows of the batch, with rows for them.</summary>
internal static class ExchangedNetworks
{
    private const int Rows = 20;

    public static IReadOnlyList<string> Names => [.. s_cases.Keys];

    private static readonly Dictionary<string, Func<(NetworkSpec Spec, TrainingData Data)>> s_cases = new()
    {
        ["dense"] = () => (
            new([6], [new Dense(8, Activation.Tanh), new BatchNormalization(), new Dropout(0.4), new Dense(5), new BatchNormalization(), new Dense(3, Activation.Softmax)]),
            TestNumbers.ClassificationData(Rows, 6, 3)),
        ["regression far from 0"] = () => (
            new([4], [new BatchNormalization(), new Dense(6, Activation.Tanh), new Dropout(0.3), new Dense(2)]),
            new(new DenseFeatures(TestNumbers.Uniform(Rows * 4).Select(value => value + 50).ToArray(), 4), new DenseTargets(TestNumbers.Uniform(Rows * 2, 3), 2))),
        ["convolution"] = () => (
            new(
                [5, 4, 2],
                [
                    new Conv2D(4, (3, 3), activation: Activation.Tanh), new SpatialDropout2D(0.4), new BatchNormalization(), new Conv2D(3, (2, 2)), new BatchNormalization(),
                    new Flatten(), new Dense(3, Activation.Softmax),
                ]),
            TestNumbers.ClassificationData(Rows, 40, 3)),
        ["LSTM with lengths"] = () => (
            new(
                [4, 3],
                [
                    new LSTM(5, dropout: 0.3, recurrentDropout: 0.4, returnSequences: true), new BatchNormalization(),
                    new Bidirectional(new GRU(3, dropout: 0.4)), new Dense(3, Activation.Softmax),
                ]),
            new(
                new DenseFeatures(TestNumbers.Uniform(Rows * 12), 12, Enumerable.Range(0, Rows).Select(row => row % 5).ToArray(), 4),
                new ClassTargets(TestNumbers.Labels(Rows, 3)))),
        ["attention"] = () => (
            new(
                [4, 3],
                [
                    new PositionalEmbedding(), new MultiHeadAttention(2, 3, dropout: 0.4), new LayerNormalization(), new Dropout(0.2),
                    new GlobalAveragePooling1D(), new Dense(3, Activation.Softmax),
                ]),
            TestNumbers.ClassificationData(Rows, 12, 3)),
        ["residual"] = () => (
            new(
                [6],
                [
                    new Dense(6),
                    new Residual(
                        [new BatchNormalization(), new Dropout(0.3), new Dense(6, Activation.Tanh), new BatchNormalization()],
                        Activation.Tanh,
                        [new Dense(6), new BatchNormalization()]),
                    new Residual([new Dense(6, Activation.Tanh), new BatchNormalization()]),
                    new Dense(3, Activation.Softmax),
                ]),
            TestNumbers.ClassificationData(Rows, 6, 3)),
        ["branches"] = () => (
            new(
                [6],
                [
                    new Concatenate(
                        [
                            [new Dense(4), new BatchNormalization()],
                            [new BatchNormalization(), new Dropout(0.3), new Dense(3, Activation.Tanh), new BatchNormalization()],
                        ]),
                    new Dense(3, Activation.Softmax),
                ]),
            TestNumbers.ClassificationData(Rows, 6, 3)),
        ["embedding"] = () => (
            new([5], [new Embedding(7, 4, maskZero: true), new SpatialDropout1D(0.3), new BatchNormalization(), new GlobalMaxPooling1D(), new Dense(3, Activation.Softmax)]),
            TestNumbers.IndexData(Rows, 5, 7, 3)),
        ["frozen normalization"] = () => (
            new([6], [new Dense(5), new BatchNormalization { Trainable = false }, new Dense(4), new BatchNormalization(), new Dense(3, Activation.Softmax)]),
            TestNumbers.ClassificationData(Rows, 6, 3)),
    };

    public static (NetworkSpec Spec, TrainingData Data) Get(string name) => s_cases[name]();

    /// <summary>Returns the 9 rows of a step's batch, in no particular order.</summary>
    public static int[] Batch(int step) => [.. Enumerable.Range(0, 9).Select(i => ((step * 9) + (i * 7)) % Rows)];
}
