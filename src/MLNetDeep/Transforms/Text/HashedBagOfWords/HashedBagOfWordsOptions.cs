using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Transforms;

/// <summary>Options for the hashed bag of words: tokenizing, the number of slots, and the values of the slots.</summary>
public sealed record HashedBagOfWordsOptions : TextOptions
{
    /// <summary>The smallest value of <see cref="Bits"/>.</summary>
    public const int MinBits = 1;

    /// <summary>The largest value of <see cref="Bits"/>.</summary>
    public const int MaxBits = 30;

    /// <summary>The default of <see cref="Bits"/>.</summary>
    public const int DefaultBits = 16;

    /// <summary>The default of <see cref="Seed"/>.</summary>
    public const uint DefaultSeed = 0;

    /// <summary>The number of bits of a slot index, from 1 to 30: the vector has 2^Bits slots. Default 16: 65,536 slots.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 30.</exception>
    public int Bits { get; init => field = Guard.Between(value, MinBits, MaxBits); } = DefaultBits;

    /// <summary>The seed of the hash, which determines which words share a slot. Default 0.</summary>
    public uint Seed { get; init; } = DefaultSeed;

    /// <summary>The length of the shortest n-grams, in words, from 1 to 3. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 3.</exception>
    public int MinNGram { get; init => field = NGramRange.CheckLength(value); } = BagOfWordsOptions.DefaultMinNGram;

    /// <summary>The length of the longest n-grams, in words, from <see cref="MinNGram"/> to 3. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 1 to 3.</exception>
    public int MaxNGram { get; init => field = NGramRange.CheckLength(value); } = BagOfWordsOptions.DefaultMaxNGram;

    /// <summary>
    /// How the value of a term's slot is computed: any weighting except <see cref="TermWeighting.TfIdf"/>, which needs a vocabulary.
    /// Default <see cref="TermWeighting.Count"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not Count, Binary or TermFrequency.</exception>
    public TermWeighting Weighting { get; init => field = CheckWeighting(value); } = BagOfWordsOptions.DefaultWeighting;

    private static TermWeighting CheckWeighting(TermWeighting value) =>
        Guard.Defined(value, nameof(Weighting)) != TermWeighting.TfIdf
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Weighting), value, "Weighting must be Count, Binary or TermFrequency: TfIdf needs a vocabulary.");
}
