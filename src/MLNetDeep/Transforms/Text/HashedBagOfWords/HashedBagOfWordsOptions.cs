namespace MLNetDeep.Transforms;

/// <summary>The options of a hashed bag of words: how texts are cut into words, how many slots there are, and what stands in them.</summary>
public sealed record HashedBagOfWordsOptions : TextOptions
{
    /// <summary>The smallest number of bits.</summary>
    public const int MinBits = 1;

    /// <summary>The largest number of bits.</summary>
    public const int MaxBits = 30;

    /// <summary>The default of <see cref="Bits"/>.</summary>
    public const int DefaultBits = 16;

    /// <summary>The default of <see cref="Seed"/>.</summary>
    public const uint DefaultSeed = 0;

    /// <summary>The number of bits of a slot's number, from 1 to 30: there are 2 to its power slots. Default 16: 65,536 slots.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 1 to 30.</exception>
    public int Bits { get; init => field = OptionRange.Between(MinBits, MaxBits, value); } = DefaultBits;

    /// <summary>The seed of the hash: another one lets other words meet in a slot. Default 0.</summary>
    public uint Seed { get; init; } = DefaultSeed;

    /// <summary>The smallest number of consecutive words that count together as one, from 1 to 3. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 1 to 3.</exception>
    public int MinNGram { get; init => field = NGrams.Length(value); } = BagOfWordsOptions.DefaultMinNGram;

    /// <summary>The largest number of consecutive words that count together as one, from 1 to 3, at least <see cref="MinNGram"/>. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 1 to 3.</exception>
    public int MaxNGram { get; init => field = NGrams.Length(value); } = BagOfWordsOptions.DefaultMaxNGram;

    /// <summary>What stands in the slot of a word; not <see cref="TermWeighting.TfIdf"/>, which needs a vocabulary. Default <see cref="TermWeighting.Count"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the weightings, or TfIdf.</exception>
    public TermWeighting Weighting { get; init => field = WithoutVocabulary(value); } = BagOfWordsOptions.DefaultWeighting;

    private static TermWeighting WithoutVocabulary(TermWeighting value) =>
        OptionRange.Defined(value, nameof(Weighting)) != TermWeighting.TfIdf
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Weighting), value, "Weighting must be Count, Binary or TermFrequency: TfIdf needs a vocabulary.");
}
