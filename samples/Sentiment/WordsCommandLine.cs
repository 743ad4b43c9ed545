using System.CommandLine;
using MLNetDeep.Transforms;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The options on the command line that say what a text's words are and which of them are known.</summary>
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
        Description = "The largest number of words and n-grams to know: the most frequent ones.",
        HelpName = "N",
        DefaultValueFactory = _ => SentimentOptions.DefaultWords,
    };

    private readonly Option<int> _nGrams = new("--ngrams")
    {
        Description = "The largest number of words that count together, 1 to 3: 1 for words, 2 for pairs too.",
        HelpName = "N",
        DefaultValueFactory = _ => SentimentOptions.DefaultMaxNGram,
    };

    private readonly Option<string> _weighting = new Option<string>("--weighting")
    {
        Description = "What stands for a word of a text: 1, how often it is there, its share, or its count by its rarity.",
        DefaultValueFactory = _ => "binary",
    }.AcceptOnlyFromAmong([.. s_weightings.Keys]);

    private readonly Option<long> _minCount = new("--min-count")
    {
        Description = "How often a word must be in the texts to be known.",
        HelpName = "N",
        DefaultValueFactory = _ => VocabularyOptions.DefaultMinCount,
    };

    private readonly Option<string> _stopWords = new Option<string>("--stop-words")
    {
        Description = "Words to leave out.",
        DefaultValueFactory = _ => "none",
    }.AcceptOnlyFromAmong([.. s_stopWords.Keys]);

    public IReadOnlyList<Option> Options => [_words, _nGrams, _weighting, _minCount, _stopWords];

    /// <summary>The options as the estimator wants them.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message says which and what is accepted.</exception>
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
