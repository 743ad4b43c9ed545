using System.CommandLine;
using MLNetDeep.Transforms;

namespace MLNetDeep.Samples.Sentiment;

/// <summary>The command-line options for the vocabulary and the bag of words.</summary>
internal sealed class VocabularyCommandLine
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
        Description = "The maximum size of the vocabulary. The most frequent words and n-grams are kept.",
        HelpName = "N",
        DefaultValueFactory = _ => SentimentOptions.DefaultMaxWords,
    };

    private readonly Option<int> _nGrams = new("--ngrams")
    {
        Description = "The maximum length of n-grams, in words: 1 for single words only, 2 to add pairs, 3 to add triples.",
        HelpName = "N",
        DefaultValueFactory = _ => SentimentOptions.DefaultMaxNGram,
    };

    private readonly Option<string> _weighting = new Option<string>("--weighting")
    {
        Description = "The value of a word in a text: 1 (binary), its count, its fraction of all words (frequency), or its TF-IDF.",
        DefaultValueFactory = _ => "binary",
    }.AcceptOnlyFromAmong([.. s_weightings.Keys]);

    private readonly Option<long> _minCount = new("--min-count")
    {
        Description = "The minimum number of times that a word of the vocabulary occurs in the training texts.",
        HelpName = "N",
        DefaultValueFactory = _ => VocabularyOptions.DefaultMinCount,
    };

    private readonly Option<string> _stopWords = new Option<string>("--stop-words")
    {
        Description = "The language whose stop words are left out of the vocabulary.",
        DefaultValueFactory = _ => "none",
    }.AcceptOnlyFromAmong([.. s_stopWords.Keys]);

    /// <summary>The options for a bag of words alone.</summary>
    public IReadOnlyList<Option> BagOptions => [_nGrams, _weighting];

    public IReadOnlyList<Option> Options => [_words, _nGrams, _weighting, _minCount, _stopWords];

    /// <summary>The options by the names that the bag of words has for them.</summary>
    public IEnumerable<(string Name, Option Option)> OptionNames =>
        [(nameof(BagOfWordsOptions.MaxWords), _words), (nameof(BagOfWordsOptions.MaxNGram), _nGrams), (nameof(BagOfWordsOptions.MinCount), _minCount)];

    /// <summary>Converts the parsed command line to options for the bag of words.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names the option and the accepted range.</exception>
    public BagOfWordsOptions ReadBag(ParseResult result)
    {
        int maxWords = result.GetValue(_words);
        return new BagOfWordsOptions
        {
            MaxWords = maxWords,
            MaxCandidates = Math.Max(maxWords, VocabularyOptions.DefaultMaxCandidates),
            MaxNGram = result.GetValue(_nGrams),
            Weighting = s_weightings[result.GetValue(_weighting)!],
            MinCount = result.GetValue(_minCount),
            StopWords = s_stopWords[result.GetValue(_stopWords)!],
        };
    }

    /// <summary>Converts the parsed command line to options for sequences of words.</summary>
    /// <exception cref="ArgumentException">A value is out of range; the message names the option and the accepted range.</exception>
    public WordIndicesOptions ReadSequence(ParseResult result)
    {
        int maxWords = result.GetResult(_words) is { Implicit: false } ? result.GetValue(_words) : SequenceNetworks.MaxWords;
        return new WordIndicesOptions
        {
            MaxWords = maxWords,
            MaxCandidates = Math.Max(maxWords, VocabularyOptions.DefaultMaxCandidates),
            MinCount = result.GetValue(_minCount),
            StopWords = s_stopWords[result.GetValue(_stopWords)!],
            Length = SequenceNetworks.Length,
        };
    }
}
