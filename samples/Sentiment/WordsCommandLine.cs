using System.CommandLine;
using MLNetDeep.Transforms;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The command-line options of the vocabulary.</summary>
internal sealed class WordsCommandLine
{
    private static readonly Dictionary<string, TermWeighting> s_weightings = new()
    {
        ["binary"] = TermWeighting.Binary,
        ["count"] = TermWeighting.Count,
        ["frequency"] = TermWeighting.TermFrequency,
        ["tfidf"] = TermWeighting.TfIdf,
    };

    private static readonly Dictionary<string, WordList> s_stopWords = new()
    {
        ["none"] = WordList.None,
        ["english"] = WordList.English,
        ["french"] = WordList.French,
    };

    private readonly Option<int> _words = new("--words")
    {
        Description = "The maximum size of the vocabulary: the most frequent words and n-grams are kept.",
        HelpName = "N",
        DefaultValueFactory = _ => SentimentOptions.DefaultWords,
    };

    private readonly Option<int> _nGrams = new("--ngrams")
    {
        Description = "The length of the longest n-grams, 1 to 3: 1 for single words, 2 for pairs as well.",
        HelpName = "N",
        DefaultValueFactory = _ => SentimentOptions.DefaultMaxNGram,
    };

    private readonly Option<string> _weighting = new Option<string>("--weighting")
    {
        Description = "The value of a word in a text: 1, its count, its share of the words, or its TF-IDF.",
        DefaultValueFactory = _ => "binary",
    }.AcceptOnlyFromAmong([.. s_weightings.Keys]);

    private readonly Option<long> _minCount = new("--min-count")
    {
        Description = "The number of occurrences that a word needs to enter the vocabulary.",
        HelpName = "N",
        DefaultValueFactory = _ => VocabularyOptions.DefaultMinCount,
    };

    private readonly Option<string> _stopWords = new Option<string>("--stop-words")
    {
        Description = "Words to leave out.",
        DefaultValueFactory = _ => "none",
    }.AcceptOnlyFromAmong([.. s_stopWords.Keys]);

    public IReadOnlyList<Option> Options => [_words, _nGrams, _weighting, _minCount, _stopWords];

    /// <summary>Reads the options from the parsed command line.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names the option and the accepted range.</exception>
    public BagOfWordsOptions Read(ParseResult result)
    {
        int words = result.GetValue(_words);
        return new BagOfWordsOptions
        {
            MaxWords = words,
            MaxCandidates = Math.Max(words, VocabularyOptions.DefaultMaxCandidates),
            MaxNGram = result.GetValue(_nGrams),
            Weighting = s_weightings[result.GetValue(_weighting)!],
            MinCount = result.GetValue(_minCount),
            StopWords = s_stopWords[result.GetValue(_stopWords)!],
        };
    }
}
