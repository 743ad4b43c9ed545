using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Transforms;

/// <summary>
/// Options for the bag of words: tokenizing, the limits of the vocabulary, and the values of the slots.
/// </summary>
public sealed record BagOfWordsOptions : VocabularyOptions
{
    /// <summary>The default of <see cref="MinNGram"/>.</summary>
    public const int DefaultMinNGram = 1;

    /// <summary>The default of <see cref="MaxNGram"/>.</summary>
    public const int DefaultMaxNGram = 1;

    /// <summary>The default of <see cref="Weighting"/>.</summary>
    public const TermWeighting DefaultWeighting = TermWeighting.Count;

    /// <summary>The length of the shortest n-grams, in words, from 1 to 3. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 3.</exception>
    public int MinNGram { get; init => field = NGramRange.CheckLength(value); } = DefaultMinNGram;

    /// <summary>The length of the longest n-grams, in words, from <see cref="MinNGram"/> to 3. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 3.</exception>
    public int MaxNGram { get; init => field = NGramRange.CheckLength(value); } = DefaultMaxNGram;

    /// <summary>How the value of a term's slot is computed. Default <see cref="TermWeighting.Count"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the weightings.</exception>
    public TermWeighting Weighting { get; init => field = Guard.Defined(value); } = DefaultWeighting;

    /// <summary>
    /// The name of a second output column (<see cref="float"/>): the number of words of the text that are not in the vocabulary. Default
    /// null: no such column.
    /// </summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string? UnknownCountColumnName { get; init => field = value is null ? null : Guard.Name(value); }
}
