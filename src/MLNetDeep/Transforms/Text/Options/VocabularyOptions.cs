using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Transforms;

/// <summary>Options for tokenizing and for the vocabulary, which contains the most frequent words within the limits.</summary>
public abstract record VocabularyOptions : TextOptions
{
    /// <summary>The default of <see cref="MaxWords"/>.</summary>
    public const int DefaultMaxWords = 10_000;

    /// <summary>The default of <see cref="MinCount"/>.</summary>
    public const long DefaultMinCount = 1;

    /// <summary>The default of <see cref="MaxTextShare"/>.</summary>
    public const double DefaultMaxTextShare = 1;

    /// <summary>The default of <see cref="MaxCandidates"/>.</summary>
    public const int DefaultMaxCandidates = 2_000_000;

    private protected VocabularyOptions()
    {
    }

    /// <summary>The largest number of words in the vocabulary, at least 1. Default 10,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MaxWords { get; init => field = Guard.Positive(value); } = DefaultMaxWords;

    /// <summary>The smallest number of times a word must occur in the texts, at least 1. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long MinCount { get; init => field = Guard.Positive(value); } = DefaultMinCount;

    /// <summary>The largest fraction of texts that may contain a word, above 0 and at most 1. Default 1: all texts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 and at most 1.</exception>
    public double MaxTextShare { get; init => field = Guard.Accept(value is > 0 and <= 1, value, nameof(MaxTextShare), "above 0, up to 1"); } = DefaultMaxTextShare;

    /// <summary>
    /// Words, or n-grams with a space between their words, that are excluded from the vocabulary. Unlike stop words, they stay in
    /// the text: they count as unknown words and are part of n-grams. Default <see cref="WordList.None"/>.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public WordList IgnoredWords { get; init => field = NotNull(value); } = WordList.None;

    /// <summary>
    /// The largest number of distinct words and n-grams kept in memory while they are counted, at least <see cref="MaxWords"/>. When
    /// there are more, the rarest are dropped, and counts may be too low; see docs/bag-of-words.md for the error bound. Default 2,000,000.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 2.</exception>
    public int MaxCandidates { get; init => field = Guard.Accept(value >= 2, value, nameof(MaxCandidates), "2 or more"); } = DefaultMaxCandidates;

    /// <summary>
    /// The number of threads that count words, at least 1. The vocabulary does not depend on it. Default null: the number of logical
    /// processors. Above four times that number counts as four times.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? Threads
    {
        get;
        init => field = value is int threads ? Guard.Positive(threads) : null;
    }

    /// <summary>A token that stops the counting with an <see cref="OperationCanceledException"/>. Default: none.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <exception cref="ArgumentException"><see cref="MaxCandidates"/> is less than <see cref="MaxWords"/>.</exception>
    internal void CheckVocabulary()
    {
        if (MaxCandidates < MaxWords)
        {
            throw new ArgumentException(
                $"{nameof(MaxCandidates)} must be at least {nameof(MaxWords)}, {MaxWords}, but it is {MaxCandidates}.", nameof(MaxCandidates));
        }
    }
}
