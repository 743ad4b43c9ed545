namespace MLNetDeep.Transforms;

/// <summary>The options of word indices: how texts are cut into words, which words there are, and how long the sequences are.</summary>
public sealed record WordIndicesOptions : VocabularyOptions
{
    /// <summary>The default of <see cref="Padding"/>, as in Keras.</summary>
    public const SequenceSide DefaultPadding = SequenceSide.Start;

    /// <summary>The default of <see cref="Truncation"/>, as in Keras.</summary>
    public const SequenceSide DefaultTruncation = SequenceSide.Start;

    /// <summary>The length to which sequences are cut or padded, at least 1. Default null: each is as long as its text.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? Length
    {
        get;
        init => field = value is int length ? OptionRange.AtLeast(1, length) : null;
    }

    /// <summary>Where a sequence that is too short gets missing keys (0). Default <see cref="SequenceSide.Start"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is neither side.</exception>
    public SequenceSide Padding { get; init => field = OptionRange.Defined(value); } = DefaultPadding;

    /// <summary>Where a sequence that is too long loses words. Default <see cref="SequenceSide.Start"/>: its last words stay.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is neither side.</exception>
    public SequenceSide Truncation { get; init => field = OptionRange.Defined(value); } = DefaultTruncation;

    /// <summary>
    /// What stands for words that are not in the vocabulary, such as "&lt;unk&gt;": it gets the first key, and all words that
    /// of their index plus 1. Default null: unknown words are left out.
    /// </summary>
    /// <exception cref="ArgumentException">It is empty, or no well-formed text.</exception>
    public string? UnknownWord
    {
        get;
        init => field = value is null || WellFormed.Is(value)
            ? OptionRange.NameOrNull(value)
            : throw new ArgumentException($"{nameof(UnknownWord)} has half of a surrogate pair.", nameof(UnknownWord));
    }
}
