using System.IO.Compression;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>
/// Writes columns with their rows as a file of ML.NET's binary data-view format: the header; of each run of rows a block for
/// each column, deflated; for each column the table of its blocks; the annotations; the table of columns; the closing signature.
/// </summary>
internal static class BinaryRowsWriter
{
    private const int MostRowsPerBlock = 1 << 13;
    private const long MostBytesPerBlock = 80 << 20;

    /// <summary>Writes columns of the same number of rows.</summary>
    /// <exception cref="InvalidOperationException">A column is of a type that cannot be stored.</exception>
    public static void Write(Stream destination, IReadOnlyList<StoredColumn> columns, IChannel channel)
    {
        BinaryCodec[] codecs = columns.Select(c => BinaryCodecs.Find(c.Type)
            ?? throw new InvalidOperationException($"The column '{c.Name}' of the type '{c.Type}' cannot be stored.")).ToArray();
        int rowCount = columns[0].Count;
        int rowsPerBlock = Math.Clamp(rowCount, 1, MostRowsPerBlock);
        // Where so many rows are too much for a block, fewer are put into each.
        List<Block>[]? blocks;
        while ((blocks = MakeBlocks(columns, codecs, rowsPerBlock)) is null)
            rowsPerBlock = (rowsPerBlock + 1) / 2;

        // In memory, because the header comes first but is known last.
        var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(new byte[BinaryViewHeader.Size]);
        long[] tables = WriteBlocks(writer, blocks);
        long[] annotations = columns.Select((c, i) => BinarySchemaWriter.WriteAnnotations(writer, c.Name, i, c.Annotations, channel)).ToArray();
        long start = buffer.Position;
        for (int c = 0; c < columns.Count; c++)
            BinarySchemaWriter.WriteColumn(writer, columns[c].Name, codecs[c], rowsPerBlock, tables[c], annotations[c]);
        BinarySchemaWriter.WriteEnds(writer, start, rowCount, columns.Count);
        buffer.WriteTo(destination);
    }

    /// <summary>The blocks of each column, or null if the rows of one would be too much.</summary>
    private static List<Block>[]? MakeBlocks(IReadOnlyList<StoredColumn> columns, BinaryCodec[] codecs, int rowsPerBlock)
    {
        List<Block>[] blocks = columns.Select(_ => new List<Block>()).ToArray();
        for (int first = 0; first < columns[0].Count; first += rowsPerBlock)
        {
            long bytes = 0;
            for (int c = 0; c < blocks.Length; c++)
            {
                int rows = Math.Min(rowsPerBlock, columns[c].Count - first);
                Block block = MakeBlock(columns[c], codecs[c], first, rows);
                bytes += block.PlainLength;
                blocks[c].Add(block);
            }
            if (bytes > MostBytesPerBlock && rowsPerBlock > 1)
                return null;
        }
        return blocks;
    }

    private static Block MakeBlock(StoredColumn column, BinaryCodec codec, int first, int rows)
    {
        var plain = new MemoryStream();
        using var writer = new BinaryWriter(plain, Encoding.UTF8);
        column.WriteBlock(writer, codec, first, rows);
        var deflated = new MemoryStream();
        using (var compressor = new DeflateStream(deflated, CompressionMode.Compress, leaveOpen: true))
            plain.WriteTo(compressor);
        return new Block(deflated, (int)plain.Length);
    }

    /// <summary>Writes the blocks, then for each column the table that tells where its blocks lie and how long they are; gives the tables' offsets.</summary>
    private static long[] WriteBlocks(BinaryWriter writer, List<Block>[] blocks)
    {
        Stream stream = writer.BaseStream;
        var offsets = new Dictionary<Block, long>();
        for (int i = 0; i < blocks[0].Count; i++)
        {
            foreach (List<Block> column in blocks)
            {
                offsets.Add(column[i], stream.Position);
                column[i].Deflated.WriteTo(stream);
            }
        }
        var tables = new long[blocks.Length];
        for (int c = 0; c < tables.Length; c++)
        {
            tables[c] = stream.Position;
            foreach (Block block in blocks[c])
            {
                writer.Write(offsets[block]);
                writer.Write((int)block.Deflated.Length);
                writer.Write(block.PlainLength);
            }
        }
        return tables;
    }

    private sealed class Block(MemoryStream deflated, int plainLength)
    {
        public MemoryStream Deflated { get; } = deflated;

        public int PlainLength { get; } = plainLength;
    }
}
