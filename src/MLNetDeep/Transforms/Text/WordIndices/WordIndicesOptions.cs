using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Transforms;

/// <summary>
/// Options for word indices: tokenizing, the limits of the vocabulary, and the length of the sequences.
/// </summary>
public sealed record WordIndicesOptions : VocabularyOptions
{
    /// <summary>The default of <see cref="Padding"/>, as in Keras.</summary>
    public const SequenceSide DefaultPadding = SequenceSide.Start;

    /// <summary>The default of <see cref="Truncation"/>, as in Keras.</summary>
    public const SequenceSide DefaultTruncation = SequenceSide.Start;

    /// <summary>
    /// The length to which sequences are truncated or padded, from 1 to 16,777,216. Default null: each sequence is as long as its text.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int? Length
    {
        get;
        init => field = value is int length ? Guard.Between(length, 1, SequenceForm.MaxLength) : null;
    }

    /// <summary>The side at which a short sequence is padded with missing keys (0). Default <see cref="SequenceSide.Start"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither Start nor End.</exception>
    public SequenceSide Padding { get; init => field = Guard.Defined(value); } = DefaultPadding;

    /// <summary>
    /// The side at which a long sequence is truncated. Default <see cref="SequenceSide.Start"/>: the last words are kept.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is neither Start nor End.</exception>
    public SequenceSide Truncation { get; init => field = Guard.Defined(value); } = DefaultTruncation;

    /// <summary>
    /// A word, such as "&lt;unk&gt;", that replaces every word that is not in the vocabulary. It has the key 1, and the keys of
    /// the vocabulary start at 2. Default null: unknown words are skipped.
    /// </summary>
    /// <exception cref="ArgumentException">The value is empty or contains an unpaired surrogate.</exception>
    public string? UnknownWord
    {
        get;
        init => field = value is null || Utf16.IsWellFormed(value)
            ? value is null ? null : Guard.Name(value)
            : throw new ArgumentException(
                $"{nameof(UnknownWord)} contains an unpaired surrogate, but must be well-formed UTF-16.", nameof(UnknownWord));
    }
}
