using MLNetDeep.Interop;

namespace MLNetDeep.Transforms;

/// <summary>
/// Defines the length of sequences, and the side at which sequences are padded and truncated. A null length keeps each sequence's length.
/// </summary>
internal sealed record SequenceForm(int? Length, SequenceSide Padding, SequenceSide Truncation)
{
    /// <summary>The largest length. Each row takes memory for all of it.</summary>
    public const int MaxLength = 1 << 24;

    private const int Varying = 0;

    /// <summary>
    /// Returns which of <paramref name="count"/> words to keep, and the position of the first kept word in the sequence.
    /// </summary>
    public (int First, int Count, int Position) Fit(int count)
    {
        if (Length is not int length)
        {
            return (0, count, 0);
        }

        return count > length
            ? (Truncation == SequenceSide.Start ? count - length : 0, length, 0)
            : (0, count, Padding == SequenceSide.Start ? length - count : 0);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Length ?? Varying);
        writer.Write((byte)Padding);
        writer.Write((byte)Truncation);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static SequenceForm Load(BinaryReader reader)
    {
        int length = reader.ReadInt32();
        byte padding = reader.ReadByte();
        byte truncation = reader.ReadByte();
        ComponentReader.Check(
            length is >= 0 and <= MaxLength && padding <= (byte)SequenceSide.End && truncation <= (byte)SequenceSide.End,
            $"sequences have the length {length}, padding {padding} and truncation {truncation}");
        return new SequenceForm(length == Varying ? null : length, (SequenceSide)padding, (SequenceSide)truncation);
    }
}
