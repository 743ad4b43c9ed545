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
}
