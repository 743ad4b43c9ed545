using MLNetDeep.Neural;

namespace MLNetDeep.Peers;

/// <summary>The networks of the workloads.</summary>
internal static class Networks
{
    /// <summary>The number of values of a word in the network with an LSTM.</summary>
    public const int LstmEmbeddingSize = 32;

    public static NetworkSpec Quickstart() =>
        new([Digits.PixelCount], [new Dense(128, Activation.Relu), new Dropout(0.2), new Dense(10, Activation.Softmax)]);

    public static NetworkSpec OneHiddenLayer() => new([Digits.PixelCount], [new Dense(128, Activation.Relu), new Dense(10, Activation.Softmax)]);

    public static NetworkSpec Softmax() => new([Digits.PixelCount], [new Dense(10, Activation.Softmax)]);

    public static NetworkSpec TwoSmallLayers() => new(
        [Digits.PixelCount],
        [new Dense(8, Activation.Sigmoid), new Dense(8, Activation.Sigmoid), new Dense(10, Activation.Softmax)]);

    public static NetworkSpec TwoWideLayers() => new(
        [Digits.PixelCount],
        [new Dense(512, Activation.Relu), new Dense(512, Activation.Relu), new Dense(10, Activation.Softmax)]);

    public static NetworkSpec BagOfWords() => new(
        [RandomRows.VocabularySize],
        [new Dense(16, Activation.Relu), new Dense(16, Activation.Relu), new Dense(1, Activation.Sigmoid)]);

    /// <summary>A network with two convolutions, of which the second has twice the filters of the first.</summary>
    public static NetworkSpec ConvMnist(int filters = 32) => new(
        [28, 28, 1],
        [
            new Conv2D(filters, 3, activation: Activation.Relu), new MaxPooling2D(2),
            new Conv2D(2 * filters, 3, activation: Activation.Relu), new MaxPooling2D(2), new Flatten(),
            new Dense(128, Activation.Relu), new Dense(10, Activation.Softmax),
        ]);

    public static NetworkSpec ConvCifar() => new(
        [32, 32, 3],
        [
            new Conv2D(32, 3, activation: Activation.Relu), new MaxPooling2D(2), new Conv2D(64, 3, activation: Activation.Relu),
            new MaxPooling2D(2), new Conv2D(64, 3, activation: Activation.Relu), new Flatten(), new Dense(64, Activation.Relu),
            new Dense(10, Activation.Softmax),
        ]);

    public static NetworkSpec LeNet() => new(
        [28, 28, 1],
        [
            new Conv2D(6, 5, activation: Activation.Relu), new MaxPooling2D(2), new Conv2D(16, 5, activation: Activation.Relu),
            new MaxPooling2D(2), new Flatten(), new Dense(120, Activation.Relu), new Dense(84, Activation.Relu),
            new Dense(10, Activation.Softmax),
        ]);

    public static NetworkSpec MatrixExponential() => new([4], [new Dense(32, Activation.Tanh), new Dense(16, Activation.Tanh), new Dense(4)]);

    public static NetworkSpec Lstm(int words, int units = 32) => new(
        [words],
        [new Embedding(RandomRows.VocabularySize, LstmEmbeddingSize), new LSTM(units), new Dense(1, Activation.Sigmoid)]);

    public static NetworkSpec EmbeddingPool(int words) => new(
        [words],
        [
            new Embedding(RandomRows.VocabularySize, 16), new GlobalAveragePooling1D(), new Dense(16, Activation.Relu),
            new Dense(1, Activation.Sigmoid),
        ]);
}
