using Microsoft.ML;
using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>Creates MLNetDeep's estimators for texts.</summary>
public static class TextCatalogExtensions
{
    /// <summary>
    /// Creates a <see cref="BagOfWordsEstimator"/>, which learns the most frequent words and turns a text into a vector with a slot for
    /// each of these words.
    /// </summary>
    /// <param name="catalog">The catalog of text transforms.</param>
    /// <param name="outputColumnName">The name of the output column: a sparse vector of <see cref="float"/> whose slot names are the
    /// words.</param>
    /// <param name="inputColumnName">The name of the text column. Default null: <paramref name="outputColumnName"/>.</param>
    /// <param name="maxWords">The largest number of words in the vocabulary, at least 1. Default 10,000.</param>
    /// <param name="weighting">How the value of a word's slot is computed. Default <see cref="TermWeighting.Count"/>: the number of times
    /// the word occurs in the text.</param>
    /// <exception cref="ArgumentException">A name is empty or a value is out of range.</exception>
    public static BagOfWordsEstimator BagOfWords(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName = null,
        int maxWords = VocabularyOptions.DefaultMaxWords, TermWeighting weighting = BagOfWordsOptions.DefaultWeighting) =>
        catalog.BagOfWords(outputColumnName, inputColumnName, new BagOfWordsOptions { MaxWords = maxWords, Weighting = weighting });

    /// <summary>
    /// Creates a <see cref="BagOfWordsEstimator"/>, which learns the most frequent words or n-grams and turns a text into a vector with a
    /// slot for each of these terms.
    /// </summary>
    /// <param name="catalog">The catalog of text transforms.</param>
    /// <param name="outputColumnName">The name of the output column: a sparse vector of <see cref="float"/> whose slot names are the
    /// words.</param>
    /// <param name="inputColumnName">The name of the text column; null for <paramref name="outputColumnName"/>.</param>
    /// <param name="options">The options for tokenizing, the vocabulary and the slot values.</param>
    /// <exception cref="ArgumentException">A name is empty, or options contradict each other.</exception>
    public static BagOfWordsEstimator BagOfWords(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName, BagOfWordsOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new BagOfWordsEstimator(MLNetInternals.EnvironmentOf(catalog), outputColumnName, inputColumnName, options);
    }

    /// <summary>
    /// Creates a <see cref="HashedBagOfWordsEstimator"/>, which turns a text into a vector in which the slot of a word is computed from its
    /// hash.
    /// </summary>
    /// <param name="catalog">The catalog of text transforms.</param>
    /// <param name="outputColumnName">The name of the output column: a sparse vector of <see cref="float"/> with 2^<paramref name="bits"/>
    /// slots.</param>
    /// <param name="inputColumnName">The name of the text column. Default null: <paramref name="outputColumnName"/>.</param>
    /// <param name="bits">The number of bits of a slot index, from 1 to 30. Default 16: 65,536 slots.</param>
    /// <exception cref="ArgumentException">A name is empty or the number of bits is out of range.</exception>
    public static HashedBagOfWordsEstimator HashedBagOfWords(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName = null, int bits = HashedBagOfWordsOptions.DefaultBits) =>
        catalog.HashedBagOfWords(outputColumnName, inputColumnName, new HashedBagOfWordsOptions { Bits = bits });

    /// <summary>
    /// Creates a <see cref="HashedBagOfWordsEstimator"/>, which turns a text into a vector in which the slot of a word or n-gram is
    /// computed from its hash.
    /// </summary>
    /// <param name="catalog">The catalog of text transforms.</param>
    /// <param name="outputColumnName">The name of the output column: a sparse vector of <see cref="float"/>.</param>
    /// <param name="inputColumnName">The name of the text column; null for <paramref name="outputColumnName"/>.</param>
    /// <param name="options">The options for tokenizing, the number of slots and the slot values.</param>
    /// <exception cref="ArgumentException">A name is empty, or options contradict each other.</exception>
    public static HashedBagOfWordsEstimator HashedBagOfWords(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName, HashedBagOfWordsOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new HashedBagOfWordsEstimator(MLNetInternals.EnvironmentOf(catalog), outputColumnName, inputColumnName, options);
    }

    /// <summary>
    /// Creates a <see cref="WordIndicesEstimator"/>, which learns the most frequent words and turns a text into the sequence of its word
    /// indices.
    /// </summary>
    /// <param name="catalog">The catalog of text transforms.</param>
    /// <param name="outputColumnName">The name of the output column: a vector of keys (<see cref="uint"/>) whose key values are the
    /// words.</param>
    /// <param name="inputColumnName">The name of the text column. Default null: <paramref name="outputColumnName"/>.</param>
    /// <param name="length">The length to which sequences are truncated or padded, both at the start, at least 1. Default null: each
    /// sequence is as long as its text.</param>
    /// <param name="maxWords">The largest number of words in the vocabulary, at least 1. Default 10,000.</param>
    /// <exception cref="ArgumentException">A name is empty or a value is out of range.</exception>
    public static WordIndicesEstimator WordIndices(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName = null,
        int? length = null, int maxWords = VocabularyOptions.DefaultMaxWords) =>
        catalog.WordIndices(outputColumnName, inputColumnName, new WordIndicesOptions { Length = length, MaxWords = maxWords });

    /// <summary>
    /// Creates a <see cref="WordIndicesEstimator"/>, which learns the most frequent words and turns a text into the sequence of its word
    /// indices.
    /// </summary>
    /// <param name="catalog">The catalog of text transforms.</param>
    /// <param name="outputColumnName">The name of the output column: a vector of keys (<see cref="uint"/>) whose key values are the
    /// words.</param>
    /// <param name="inputColumnName">The name of the text column; null for <paramref name="outputColumnName"/>.</param>
    /// <param name="options">The options for tokenizing, the vocabulary and the length of the sequences.</param>
    /// <exception cref="ArgumentException">A name is empty, or options contradict each other.</exception>
    public static WordIndicesEstimator WordIndices(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName, WordIndicesOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new WordIndicesEstimator(MLNetInternals.EnvironmentOf(catalog), outputColumnName, inputColumnName, options);
    }

    /// <summary>
    /// Creates an <see cref="IndicesToTextEstimator"/>, which turns a sequence of word indices into a text: the words, separated by spaces.
    /// </summary>
    /// <param name="catalog">The catalog of text transforms.</param>
    /// <param name="outputColumnName">The name of the output column: text.</param>
    /// <param name="inputColumnName">The name of the sequence column: a vector of keys (<see cref="uint"/>) whose key values are texts.
    /// Default null: <paramref name="outputColumnName"/>.</param>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public static IndicesToTextEstimator IndicesToText(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new IndicesToTextEstimator(MLNetInternals.EnvironmentOf(catalog), outputColumnName, inputColumnName);
    }
}
