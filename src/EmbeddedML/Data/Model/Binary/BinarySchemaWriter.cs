using System.IO.Compression;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Writes a schema with its annotations as a file of ML.NET's binary data-view format with no rows.</summary>
internal static class BinarySchemaWriter
{
    internal const byte Uncompressed = 0;
    internal const byte Deflated = 1;
    private const long RowsPerBlock = 1;

    /// <summary>Writes the columns whose types can be stored, and says in the log which cannot.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="schema">The columns.</param>
    /// <param name="schemaChannel">The log for columns.</param>
    /// <param name="annotationChannel">The log for annotations.</param>
    /// <exception cref="InvalidOperationException">No column can be stored.</exception>
    public static void Write(Stream destination, DataViewSchema schema, IChannel schemaChannel, IChannel annotationChannel)
    {
        var columns = new List<(DataViewSchema.Column Column, BinaryCodec Codec)>();
        foreach (DataViewSchema.Column column in schema)
        {
            if (BinaryCodecs.Find(column.Type) is BinaryCodec codec)
                columns.Add((column, codec));
            else
                schemaChannel.Info(MessageSensitivity.Schema, "The column '{0}' will not be written as it has unsavable column type.", column.Name);
        }
        if (columns.Count == 0)
            throw new InvalidOperationException("The schema has no column that can be stored.");

        // In memory, because the header comes first but is known last.
        var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(new byte[BinaryViewHeader.Size]);
        long[] annotations = columns.ConvertAll(c => WriteAnnotations(writer, c.Column.Name, c.Column.Index, c.Column.Annotations, annotationChannel)).ToArray();
        long start = buffer.Position;
        // The table of the blocks has no entries.
        for (int i = 0; i < columns.Count; i++)
            WriteColumn(writer, columns[i].Column.Name, columns[i].Codec, RowsPerBlock, BinaryViewHeader.Size, annotations[i]);
        WriteEnds(writer, start, 0, columns.Count);
        buffer.WriteTo(destination);
    }

    /// <summary>Writes an entry of the table of columns.</summary>
    internal static void WriteColumn(BinaryWriter writer, string name, BinaryCodec codec, long rowsPerBlock, long blockTable, long annotations)
    {
        writer.Write(name);
        codec.WriteDefinition(writer);
        writer.Write(Deflated);
        writer.Write7BitEncodedInt64(rowsPerBlock);
        writer.Write(blockTable);
        writer.Write(annotations);
    }

    /// <summary>Writes the closing signature, and the header at the start.</summary>
    internal static void WriteEnds(BinaryWriter writer, long columnsOffset, long rowCount, int columnCount)
    {
        long tail = writer.BaseStream.Position;
        writer.Write(BinaryViewHeader.TailSignature);
        writer.BaseStream.Position = 0;
        new BinaryViewHeader { ColumnsOffset = columnsOffset, TailOffset = tail, RowCount = rowCount, ColumnCount = columnCount }.Write(writer);
    }

    /// <summary>Writes the annotations' blocks, then their table; gives the table's offset, or 0 where there are none.</summary>
    internal static long WriteAnnotations(
        BinaryWriter writer, string columnName, int column, DataViewSchema.Annotations annotations, IChannel channel)
    {
        var stored = new List<(string Kind, BinaryCodec Codec, byte Compression, long Offset, long Length)>();
        foreach (DataViewSchema.Column annotation in annotations.Schema)
        {
            if (stored.Exists(s => s.Kind == annotation.Name))
                throw new InvalidOperationException($"The column '{columnName}' has two annotations '{annotation.Name}'.");
            if (BinaryCodecs.Find(annotation.Type) is not BinaryCodec codec)
            {
                channel.Warning(
                    MessageSensitivity.Schema, "Could not get codec for type {0}, dropping column '{1}' index {2} metadata kind '{3}'",
                    annotation.Type, columnName, column, annotation.Name);
                continue;
            }
            long offset = writer.BaseStream.Position;
            byte compression = WriteBlock(writer, codec, annotations, annotation);
            stored.Add((annotation.Name, codec, compression, offset, writer.BaseStream.Position - offset));
        }
        if (stored.Count == 0)
            return 0;

        long table = writer.BaseStream.Position;
        writer.Write7BitEncodedInt64(stored.Count);
        foreach ((string kind, BinaryCodec codec, byte compression, long offset, long length) in stored)
        {
            writer.Write(kind);
            codec.WriteDefinition(writer);
            writer.Write(compression);
            writer.Write(offset);
            writer.Write7BitEncodedInt64(length);
        }
        return table;
    }

    // Small values grow when they are compressed, so whichever is shorter is written.
    private static byte WriteBlock(BinaryWriter writer, BinaryCodec codec, DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        var plain = new MemoryStream();
        using (var block = new BinaryWriter(plain, Encoding.UTF8, leaveOpen: true))
            codec.WriteAnnotation(block, annotations, annotation);
        var deflated = new MemoryStream();
        using (var compressor = new DeflateStream(deflated, CompressionMode.Compress, leaveOpen: true))
            plain.WriteTo(compressor);
        bool isShorter = deflated.Length < plain.Length;
        (isShorter ? deflated : plain).WriteTo(writer.BaseStream);
        return isShorter ? Deflated : Uncompressed;
    }
}
