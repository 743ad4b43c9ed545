namespace MLNetDeep.Transforms;

/// <summary>The options of a bag of words: how texts are cut into words, which words there are, and what stands in their slots.</summary>
public sealed record BagOfWordsOptions : VocabularyOptions
{
    /// <summary>The default of <see cref="MinNGram"/>.</summary>
    public const int DefaultMinNGram = 1;

    /// <summary>The default of <see cref="MaxNGram"/>.</summary>
    public const int DefaultMaxNGram = 1;

    /// <summary>The default of <see cref="Weighting"/>.</summary>
    public const TermWeighting DefaultWeighting = TermWeighting.Count;

    /// <summary>The smallest number of consecutive words that count together as one, from 1 to 3. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 1 to 3.</exception>
    public int MinNGram { get; init => field = NGrams.Length(value); } = DefaultMinNGram;

    /// <summary>The largest number of consecutive words that count together as one, from 1 to 3, at least <see cref="MinNGram"/>. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 1 to 3.</exception>
    public int MaxNGram { get; init => field = NGrams.Length(value); } = DefaultMaxNGram;

    /// <summary>What stands in the slot of a word. Default <see cref="TermWeighting.Count"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the weightings.</exception>
    public TermWeighting Weighting { get; init => field = OptionRange.Defined(value); } = DefaultWeighting;

    /// <summary>A column to make with the number of words of the text that are not in the vocabulary (<see cref="float"/>). Default null: none.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string? UnknownCountColumnName { get; init => field = OptionRange.NameOrNull(value); }
}
