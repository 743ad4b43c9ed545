using System.Collections.Immutable;
using MLNetDeep.Neural;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The networks that read the words of a text in their order, and how they are trained.</summary>
/// <remarks>Sizes, dropout and epochs were chosen on the last 800 of the first 4,000 film reviews, without the reviews for testing.</remarks>
internal static class SequenceNetworks
{
    /// <summary>The number of words that are read: the last ones of a longer text.</summary>
    public const int Length = 400;

    /// <summary>The number of words in the vocabulary.</summary>
    public const int MaxWords = 10_000;

    private const int SmallDimension = 16;
    private const int Dimension = 32;
    private const int Units = 32;
    private const int Filters = 64;
    private const int WordsPerFilter = 5;
    private const double DropoutRate = 0.5;

    /// <summary>Returns the number of epochs.</summary>
    public static int EpochsOf(NetworkKind kind) => kind == NetworkKind.Embedding ? 10 : 5;

    /// <summary>Creates a network.</summary>
    /// <param name="kind">The kind, other than <see cref="NetworkKind.Bag"/>.</param>
    /// <param name="length">The number of words in a row.</param>
    /// <param name="words">The number of words in the vocabulary. The index 0 is no word; the network leaves it out.</param>
    public static NetworkSpec Create(NetworkKind kind, int length, int words)
    {
        ImmutableArray<LayerSpec> layers = kind switch
        {
            NetworkKind.Embedding =>
            [
                new Embedding(words + 1, SmallDimension, maskZero: true),
                new GlobalAveragePooling1D(),
                new Dense(SmallDimension, Activation.Relu),
            ],
            NetworkKind.Conv =>
            [
                new Embedding(words + 1, Dimension, maskZero: true),
                new Dropout(DropoutRate),
                new Conv1D(Filters, WordsPerFilter, activation: Activation.Relu),
                new GlobalAveragePooling1D(),
            ],
            _ =>
            [
                new Embedding(words + 1, Dimension, maskZero: true),
                new Dropout(DropoutRate),
                new LSTM(Units, returnSequences: true),
                new GlobalAveragePooling1D(),
            ],
        };
        return new NetworkSpec([length], [.. layers, new Dropout(DropoutRate), new Dense(1, Activation.Sigmoid)]);
    }
}
