using Microsoft.ML;
using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>Makes MLNetDeep's estimators that make numbers of texts.</summary>
public static class TextCatalogExtensions
{
    /// <summary>Learns the most frequent words of texts, and makes of a text a vector with a slot for each of them.</summary>
    /// <param name="catalog">The catalog of text transforms.</param>
    /// <param name="outputColumnName">The column to make: a sparse vector of <see cref="float"/>, its slot names the words.</param>
    /// <param name="inputColumnName">The column of texts. By default the one named <paramref name="outputColumnName"/>.</param>
    /// <param name="maxWords">The largest number of words, at least 1. Default 10,000.</param>
    /// <param name="weighting">What stands in the slot of a word. Default how many times it is in the text.</param>
    /// <exception cref="ArgumentException">A name is empty or a value is out of range.</exception>
    public static BagOfWordsEstimator BagOfWords(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName = null,
        int maxWords = VocabularyOptions.DefaultMaxWords, TermWeighting weighting = BagOfWordsOptions.DefaultWeighting) =>
        catalog.BagOfWords(outputColumnName, inputColumnName, new BagOfWordsOptions { MaxWords = maxWords, Weighting = weighting });

    /// <summary>Learns words or n-grams of texts, and makes of a text a vector with a slot for each of them.</summary>
    /// <param name="catalog">The catalog of text transforms.</param>
    /// <param name="outputColumnName">The column to make: a sparse vector of <see cref="float"/>, its slot names the words.</param>
    /// <param name="inputColumnName">The column of texts; null for the one named <paramref name="outputColumnName"/>.</param>
    /// <param name="options">How texts are cut into words, which words there are, and what stands in their slots.</param>
    /// <exception cref="ArgumentException">A name is empty, or options do not go together.</exception>
    public static BagOfWordsEstimator BagOfWords(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName, BagOfWordsOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new BagOfWordsEstimator(MLNetInternals.EnvironmentOf(catalog), outputColumnName, inputColumnName, options);
    }

    /// <summary>Makes of a text a vector in which each word has the slot that its hash says. Nothing is learned from data.</summary>
    /// <param name="catalog">The catalog of text transforms.</param>
    /// <param name="outputColumnName">The column to make: a sparse vector of <see cref="float"/> with 2 to the power of <paramref name="bits"/> slots.</param>
    /// <param name="inputColumnName">The column of texts. By default the one named <paramref name="outputColumnName"/>.</param>
    /// <param name="bits">The number of bits of a slot's number, from 1 to 30. Default 16: 65,536 slots.</param>
    /// <exception cref="ArgumentException">A name is empty or the number of bits is out of range.</exception>
    public static HashedBagOfWordsEstimator HashedBagOfWords(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName = null, int bits = HashedBagOfWordsOptions.DefaultBits) =>
        catalog.HashedBagOfWords(outputColumnName, inputColumnName, new HashedBagOfWordsOptions { Bits = bits });

    /// <summary>Makes of a text a vector in which each word or n-gram has the slot that its hash says. Nothing is learned from data.</summary>
    /// <param name="catalog">The catalog of text transforms.</param>
    /// <param name="outputColumnName">The column to make: a sparse vector of <see cref="float"/>.</param>
    /// <param name="inputColumnName">The column of texts; null for the one named <paramref name="outputColumnName"/>.</param>
    /// <param name="options">How texts are cut into words, how many slots there are, and what stands in them.</param>
    /// <exception cref="ArgumentException">A name is empty, or options do not go together.</exception>
    public static HashedBagOfWordsEstimator HashedBagOfWords(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName, HashedBagOfWordsOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new HashedBagOfWordsEstimator(outputColumnName, inputColumnName, options);
    }

    /// <summary>Learns the most frequent words of texts, and makes of a text the sequence of its words' indices.</summary>
    /// <param name="catalog">The catalog of text transforms.</param>
    /// <param name="outputColumnName">The column to make: a vector of keys (<see cref="uint"/>), their values the words.</param>
    /// <param name="inputColumnName">The column of texts. By default the one named <paramref name="outputColumnName"/>.</param>
    /// <param name="length">The length to which sequences are cut or padded at their start, at least 1. Default null: each is as long as its text.</param>
    /// <param name="maxWords">The largest number of words, at least 1. Default 10,000.</param>
    /// <exception cref="ArgumentException">A name is empty or a value is out of range.</exception>
    public static WordIndicesEstimator WordIndices(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName = null,
        int? length = null, int maxWords = VocabularyOptions.DefaultMaxWords) =>
        catalog.WordIndices(outputColumnName, inputColumnName, new WordIndicesOptions { Length = length, MaxWords = maxWords });

    /// <summary>Learns the most frequent words of texts, and makes of a text the sequence of its words' indices.</summary>
    /// <param name="catalog">The catalog of text transforms.</param>
    /// <param name="outputColumnName">The column to make: a vector of keys (<see cref="uint"/>), their values the words.</param>
    /// <param name="inputColumnName">The column of texts; null for the one named <paramref name="outputColumnName"/>.</param>
    /// <param name="options">How texts are cut into words, which words there are, and how long the sequences are.</param>
    /// <exception cref="ArgumentException">A name is empty, or options do not go together.</exception>
    public static WordIndicesEstimator WordIndices(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName, WordIndicesOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new WordIndicesEstimator(MLNetInternals.EnvironmentOf(catalog), outputColumnName, inputColumnName, options);
    }

    /// <summary>Makes a text of a sequence of word indices: their words with a space between. Nothing is learned from data.</summary>
    /// <param name="catalog">The catalog of text transforms.</param>
    /// <param name="outputColumnName">The column to make: text.</param>
    /// <param name="inputColumnName">The column of sequences: a vector of keys (<see cref="uint"/>) whose key values are texts. By default the one named <paramref name="outputColumnName"/>.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public static IndicesToTextEstimator IndicesToText(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new IndicesToTextEstimator(outputColumnName, inputColumnName);
    }
}
