namespace Microsoft.ML.Data;

/// <summary>Reads of stored values that check what is claimed before memory is allocated for it.</summary>
internal static class BlockReading
{
    /// <summary>Reads <paramref name="count"/> values that take the same number of bytes each.</summary>
    /// <exception cref="FormatException">There are not as many.</exception>
    public static T[] ReadArray<T>(this BinaryReader reader, long count, int bytesEach, Func<BinaryReader, T> read)
    {
        reader.CheckRemaining(count, bytesEach);
        var values = new T[count];
        for (int i = 0; i < values.Length; i++)
            values[i] = read(reader);
        return values;
    }

    /// <summary>Reads <paramref name="count"/> integers of 32 bits.</summary>
    /// <exception cref="FormatException">There are not as many.</exception>
    public static int[] ReadInt32s(this BinaryReader reader, int count) => reader.ReadArray(count, sizeof(int), static r => r.ReadInt32());

    /// <exception cref="FormatException">The count is negative, or the rest of the stream cannot hold as many values.</exception>
    public static void CheckRemaining(this BinaryReader reader, long count, int bytesEach)
    {
        long remaining = reader.BaseStream.Length - reader.BaseStream.Position;
        if (count < 0 || count > remaining / bytesEach)
            throw Damaged($"{count} values of {bytesEach} bytes do not fit into the {remaining} that are left");
    }

    public static FormatException Damaged(string complaint) => new($"Stored values are damaged: {complaint}.");
}
