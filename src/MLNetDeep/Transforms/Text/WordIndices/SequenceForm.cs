namespace MLNetDeep.Transforms;

/// <summary>The length of sequences, and the sides at which they are padded and truncated.</summary>
internal sealed record SequenceForm(int? Length, SequenceSide Padding, SequenceSide Truncation)
{
    private const int Varying = 0;

    /// <summary>
    /// Returns the range of <paramref name="count"/> words to keep, and the position of the first of them in the sequence.
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
        ModelEntries.Check(
            length >= 0 && padding <= (byte)SequenceSide.End && truncation <= (byte)SequenceSide.End,
            $"sequences have the length {length}, padding {padding} and truncation {truncation}");
        return new SequenceForm(length == Varying ? null : length, (SequenceSide)padding, (SequenceSide)truncation);
    }
}
