using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

internal sealed partial class BinarySchemaReader
{
    /// <summary>Reads the columns with all of their rows. Those of a layout that is not known are left out, with a warning in the log.</summary>
    /// <exception cref="FormatException">It is not such a file, or it is damaged.</exception>
    /// <exception cref="InvalidOperationException">It is of a version that cannot be read.</exception>
    public static IReadOnlyList<StoredColumn> ReadRows(byte[] file, IChannel channel)
        => ReadRows(file, channel, FreeAllowance + (AllowancePerByte * file.Length));

    /// <inheritdoc cref="ReadRows(byte[], IChannel)"/>
    /// <param name="file">The file.</param>
    /// <param name="channel">The log.</param>
    /// <param name="allowance">How many bytes the annotations and rows may take when they are decompressed.</param>
    internal static IReadOnlyList<StoredColumn> ReadRows(byte[] file, IChannel channel, long allowance) => Guard(() =>
    {
        var reader = new BinarySchemaReader(file, channel, allowance);
        return reader.ReadEntries().ConvertAll(entry => entry.Codec.ReadColumn(entry.Name, entry.Annotations, reader.OpenBlocks(entry)));
    });

    /// <summary>Opens the blocks of a column one after the other, each with its number of rows.</summary>
    private IEnumerable<(BinaryReader Block, int Rows)> OpenBlocks(Entry entry)
    {
        long remaining = _header.RowCount;
        for (long table = entry.BlockTable; remaining > 0; table += BlockEntrySize)
        {
            _reader.BaseStream.Position = table;
            long offset = _reader.ReadInt64();
            int length = _reader.ReadInt32();
            int plainLength = _reader.ReadInt32();
            BinaryViewHeader.Check(
                length >= 0 && plainLength >= 0 && offset >= BinaryViewHeader.Size && offset <= _header.TailOffset - length,
                $"a block of the column '{entry.Name}' is out of place");
            long rows = Math.Min(remaining, entry.RowsPerBlock);
            BinaryViewHeader.Check(rows <= int.MaxValue, $"a block of the column '{entry.Name}' has {rows} rows");
            remaining -= rows;
            using var block = new BinaryReader(OpenBlock((int)offset, length, entry.Compression), Encoding.UTF8);
            BinaryViewHeader.Check(
                block.BaseStream.Length == plainLength,
                $"a block of the column '{entry.Name}' has {block.BaseStream.Length} bytes, but claims {plainLength}");
            yield return (block, (int)rows);
            BinaryViewHeader.Check(
                block.BaseStream.Position == plainLength, $"a block of the column '{entry.Name}' has more than its values");
        }
    }

    /// <summary>What the table of columns says of one.</summary>
    private sealed record Entry(
        string Name, BinaryCodec Codec, byte Compression, long RowsPerBlock, long BlockTable, DataViewSchema.Annotations? Annotations);
}
