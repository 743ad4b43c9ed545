namespace MLNetDeep.Transforms;

/// <summary>How texts are cut into words, and which words a vocabulary has: the most frequent ones that pass the limits.</summary>
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
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int MaxWords { get; init => field = OptionRange.AtLeast(1, value); } = DefaultMaxWords;

    /// <summary>How many times a word must be in the texts, at least 1. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public long MinCount { get; init => field = OptionRange.AtLeast(1, value); } = DefaultMinCount;

    /// <summary>The largest share of the texts that a word may be in, above 0 and at most 1. Default 1: all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0 and at most 1.</exception>
    public double MaxTextShare { get; init => field = OptionRange.ShareAboveNothing(value); } = DefaultMaxTextShare;

    /// <summary>
    /// Words, or n-grams with a space between the words, that the vocabulary does not take up. Unlike stop words they are in
    /// the text: they count as unknown words and are part of n-grams. Default none.
    /// </summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public WordList IgnoredWords { get; init => field = NotNull(value); } = WordList.None;

    /// <summary>
    /// How many different words are kept in memory while they are counted, at least <see cref="MaxWords"/>. Where there are
    /// more, the rarest are dropped, and counts may fall short; docs/bag-of-words.md says by how much. Default 2,000,000.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 2.</exception>
    public int MaxCandidates { get; init => field = OptionRange.AtLeast(2, value); } = DefaultMaxCandidates;

    /// <summary>The number of threads that count, at least 1; the vocabulary does not depend on it. Default null: as many as there are cores.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? Threads
    {
        get;
        init => field = value is int threads ? OptionRange.AtLeast(1, threads) : null;
    }

    /// <summary>Stops the counting with an <see cref="OperationCanceledException"/>. Default: never.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <exception cref="ArgumentException">Two options do not go together.</exception>
    internal void CheckVocabulary()
    {
        if (MaxCandidates < MaxWords)
        {
            throw new ArgumentException(
                $"{nameof(MaxCandidates)} must be at least {nameof(MaxWords)}, {MaxWords}, but it is {MaxCandidates}.", nameof(MaxCandidates));
        }
    }
}
