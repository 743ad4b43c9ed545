namespace Microsoft.ML.Data;

/// <summary>
/// The first 256 bytes of a file of ML.NET's binary data-view format: the signature, the version that wrote the file, the
/// oldest one that reads it, where the table of columns lies, where the closing signature lies (64 bits each), the number
/// of rows (64 bits) and of columns (32 bits).
/// </summary>
internal readonly struct BinaryViewHeader
{
    public const int Size = 256;
    public const ulong TailSignature = 0x434D4C0044564200; // "\0BVD\0LMC"
    private const ulong Signature = 0x00425644004C4D43; // "CML\0DVB\0"
    private const ulong Version = 0x0001000100010006;
    private const ulong OldestFormat = 0x0001000100010002;
    private const ulong OldestReadable = 0x0001000100010004;

    public required long ColumnsOffset { get; init; }

    public required long TailOffset { get; init; }

    public required long RowCount { get; init; }

    public required int ColumnCount { get; init; }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Signature);
        writer.Write(Version);
        writer.Write(Version);
        writer.Write(ColumnsOffset);
        writer.Write(TailOffset);
        writer.Write(RowCount);
        writer.Write(ColumnCount);
    }

    /// <summary>Reads the header and checks the closing signature.</summary>
    /// <exception cref="FormatException">It is not such a file, or it is damaged.</exception>
    /// <exception cref="InvalidOperationException">It is of a version that cannot be read.</exception>
    public static BinaryViewHeader Read(BinaryReader reader)
    {
        Stream stream = reader.BaseStream;
        Check(stream.Length >= Size && reader.ReadUInt64() == Signature, "it does not start as one does");
        ulong version = reader.ReadUInt64();
        ulong compatible = reader.ReadUInt64();
        Check(compatible <= version && version >= OldestFormat, "its versions contradict each other");
        if (compatible is < OldestReadable or > Version)
            throw new InvalidOperationException(
                $"A binary data view needs a reader of version {compatible:x16}, but versions {OldestReadable:x16} to {Version:x16} can be read.");
        var header = new BinaryViewHeader
        {
            ColumnsOffset = reader.ReadInt64(),
            TailOffset = reader.ReadInt64(),
            RowCount = reader.ReadInt64(),
            ColumnCount = reader.ReadInt32(),
        };
        Check(header.RowCount >= 0 && header.ColumnCount >= 0, "it claims a negative number of rows or columns");
        Check(header.TailOffset >= Size && header.TailOffset <= stream.Length - sizeof(ulong), "its end is out of place");
        Check(header.ColumnCount == 0 || (header.ColumnsOffset >= Size && header.ColumnsOffset <= header.TailOffset), "its columns are out of place");
        stream.Position = header.TailOffset;
        Check(reader.ReadUInt64() == TailSignature, "it does not end as one does");
        return header;
    }

    /// <exception cref="FormatException">The condition does not hold.</exception>
    public static void Check(bool condition, string complaint)
    {
        if (!condition)
            throw new FormatException($"This is not a binary data view, or it is damaged: {complaint}.");
    }
}
