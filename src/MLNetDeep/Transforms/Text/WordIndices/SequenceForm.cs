namespace MLNetDeep.Transforms;

/// <summary>How long sequences are, and where they are padded and cut.</summary>
internal sealed record SequenceForm(int? Length, SequenceSide Padding, SequenceSide Truncation)
{
    private const int Varying = 0;

    /// <summary>The part of <paramref name="count"/> words that stays, and where in the sequence its first word goes.</summary>
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
        Stored.Check(
            length >= 0 && padding <= (byte)SequenceSide.End && truncation <= (byte)SequenceSide.End,
            $"a sequence has the length {length}, padding {padding} and truncation {truncation}");
        return new SequenceForm(length == Varying ? null : length, (SequenceSide)padding, (SequenceSide)truncation);
    }
}
