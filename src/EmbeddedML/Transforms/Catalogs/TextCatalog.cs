using Microsoft.ML.Transforms.Text;

namespace Microsoft.ML;

/// <summary>Estimators for columns of text.</summary>
public static class TextCatalog
{
    /// <summary>Brings texts to one case, and takes out of them what does not matter.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column to make.</param>
    /// <param name="inputColumnName">The column of texts, or of vectors of them; by default the one of the same name.</param>
    /// <param name="caseMode">The case of letters.</param>
    /// <param name="keepDiacritics">Whether marks on letters stay.</param>
    /// <param name="keepPunctuations">Whether punctuation marks stay.</param>
    /// <param name="keepNumbers">Whether digits and other numbers stay.</param>
    public static TextNormalizingEstimator NormalizeText(
        this TransformsCatalog.TextTransforms catalog,
        string outputColumnName,
        string? inputColumnName = null,
        TextNormalizingEstimator.CaseMode caseMode = TextNormalizingEstimator.CaseMode.Lower,
        bool keepDiacritics = false,
        bool keepPunctuations = true,
        bool keepNumbers = true)
        => new(
            catalog.GetEnvironment(),
            new InputOutputColumnPair(outputColumnName, inputColumnName),
            new TextNormalization(caseMode, keepDiacritics, keepPunctuations, keepNumbers));

    /// <summary>Splits texts into words.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column of vectors of words to make.</param>
    /// <param name="inputColumnName">The column of texts, or of vectors of them; by default the one of the same name.</param>
    /// <param name="separators">The characters between words; by default a space.</param>
    public static WordTokenizingEstimator TokenizeIntoWords(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName = null, char[]? separators = null)
        => new(catalog.GetEnvironment(), new InputOutputColumnPair(outputColumnName, inputColumnName), separators);

    /// <summary>Removes a language's most common words from lists of words.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column of vectors of words to make.</param>
    /// <param name="inputColumnName">The column of vectors of words; by default the one of the same name.</param>
    /// <param name="language">The language; there are lists for English and French.</param>
    public static StopWordsRemovingEstimator RemoveDefaultStopWords(
        this TransformsCatalog.TextTransforms catalog,
        string outputColumnName,
        string? inputColumnName = null,
        StopWordsRemovingEstimator.Language language = StopWordsRemovingEstimator.DefaultLanguage)
        => new(catalog.GetEnvironment(), new InputOutputColumnPair(outputColumnName, inputColumnName), language);

    /// <summary>Removes given words, whatever their case, from lists of words.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column of vectors of words to make.</param>
    /// <param name="inputColumnName">The column of vectors of words; by default the one of the same name.</param>
    /// <param name="stopwords">The words to remove.</param>
    public static CustomStopWordsRemovingEstimator RemoveStopWords(
        this TransformsCatalog.TextTransforms catalog, string outputColumnName, string? inputColumnName = null, params string[] stopwords)
        => new(catalog.GetEnvironment(), new InputOutputColumnPair(outputColumnName, inputColumnName), stopwords);

    /// <summary>Learns which n-grams, runs of neighbouring keys, the vectors of a column have, and makes a slot of each.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column to make.</param>
    /// <param name="inputColumnName">The column of vectors of keys; by default the one of the same name.</param>
    /// <param name="ngramLength">The most keys in an n-gram.</param>
    /// <param name="skipLength">How many keys may be left out between the first and the last of an n-gram.</param>
    /// <param name="useAllLengths">Whether shorter n-grams are wanted too.</param>
    /// <param name="maximumNgramsCount">The most n-grams of each length that are learned.</param>
    /// <param name="weighting">What the slot of an n-gram holds.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static NgramExtractingEstimator ProduceNgrams(
        this TransformsCatalog.TextTransforms catalog,
        string outputColumnName,
        string? inputColumnName = null,
        int ngramLength = NgramExtractingEstimator.DefaultNgramLength,
        int skipLength = 0,
        bool useAllLengths = true,
        int maximumNgramsCount = NgramExtractingEstimator.DefaultMaximumNgramsCount,
        NgramExtractingEstimator.WeightingCriteria weighting = NgramExtractingEstimator.WeightingCriteria.Tf)
        => new(
            catalog.GetEnvironment(),
            new InputOutputColumnPair(outputColumnName, inputColumnName),
            new NgramOptions(ngramLength, skipLength, useAllLengths, maximumNgramsCount, weighting));

    /// <summary>Splits texts into words, and makes a slot of each n-gram, run of neighbouring words, that they have.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column to make.</param>
    /// <param name="inputColumnName">The column of texts, or of vectors of them; by default the one of the same name.</param>
    /// <param name="ngramLength">The most words in an n-gram.</param>
    /// <param name="skipLength">How many words may be left out between the first and the last of an n-gram.</param>
    /// <param name="useAllLengths">Whether shorter n-grams are wanted too.</param>
    /// <param name="maximumNgramsCount">The most words, and the most n-grams of each length, that are learned.</param>
    /// <param name="weighting">What the slot of an n-gram holds.</param>
    public static WordBagEstimator ProduceWordBags(
        this TransformsCatalog.TextTransforms catalog,
        string outputColumnName,
        string? inputColumnName = null,
        int ngramLength = NgramExtractingEstimator.DefaultNgramLength,
        int skipLength = 0,
        bool useAllLengths = true,
        int maximumNgramsCount = NgramExtractingEstimator.DefaultMaximumNgramsCount,
        NgramExtractingEstimator.WeightingCriteria weighting = NgramExtractingEstimator.WeightingCriteria.Tf)
        => catalog.ProduceWordBags(
            outputColumnName, [inputColumnName ?? outputColumnName], ngramLength, skipLength, useAllLengths, maximumNgramsCount, weighting);

    /// <summary>Splits the texts of several columns into words, and makes a slot of each n-gram, run of neighbouring words, that they have.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column to make.</param>
    /// <param name="inputColumnNames">The columns of texts, or of vectors of them, which are strung together.</param>
    /// <param name="ngramLength">The most words in an n-gram.</param>
    /// <param name="skipLength">How many words may be left out between the first and the last of an n-gram.</param>
    /// <param name="useAllLengths">Whether shorter n-grams are wanted too.</param>
    /// <param name="maximumNgramsCount">The most words, and the most n-grams of each length, that are learned.</param>
    /// <param name="weighting">What the slot of an n-gram holds.</param>
    public static WordBagEstimator ProduceWordBags(
        this TransformsCatalog.TextTransforms catalog,
        string outputColumnName,
        string[] inputColumnNames,
        int ngramLength = NgramExtractingEstimator.DefaultNgramLength,
        int skipLength = 0,
        bool useAllLengths = true,
        int maximumNgramsCount = NgramExtractingEstimator.DefaultMaximumNgramsCount,
        NgramExtractingEstimator.WeightingCriteria weighting = NgramExtractingEstimator.WeightingCriteria.Tf)
        => new(
            catalog.GetEnvironment(),
            outputColumnName,
            inputColumnNames,
            () => new NgramOptions(ngramLength, skipLength, useAllLengths, maximumNgramsCount, weighting),
            maximumNgramsCount);

    /// <summary>Makes slots of the words in lists of words with how often each occurs, such as <c>cat:2;dog:1</c>.</summary>
    /// <param name="catalog">The catalog.</param>
    /// <param name="outputColumnName">The column to make.</param>
    /// <param name="termSeparator">What stands between a word's entry and the next one's.</param>
    /// <param name="freqSeparator">What stands between a word and how often it occurs. Zero if that is not there.</param>
    /// <param name="inputColumnName">The column of texts, which is replaced by one of the words written out; by default the one of the same name.</param>
    /// <param name="maximumNgramsCount">The most words that are learned.</param>
    public static WordBagEstimator ProduceWordBags(
        this TransformsCatalog.TextTransforms catalog,
        string outputColumnName,
        char termSeparator,
        char freqSeparator,
        string? inputColumnName = null,
        int maximumNgramsCount = NgramExtractingEstimator.DefaultMaximumNgramsCount)
        => new(
            catalog.GetEnvironment(),
            outputColumnName,
            [inputColumnName ?? outputColumnName],
            () => new NgramOptions(ngramLength: 1, skipLength: 0, useAllLengths: true, maximumNgramsCount, NgramExtractingEstimator.WeightingCriteria.Tf),
            maximumNgramsCount,
            (termSeparator, freqSeparator));
}
