using System.IO.Compression;
using System.Text;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Reads a file of ML.NET's binary data-view format: its schema alone, or the rows as well.</summary>
internal sealed partial class BinarySchemaReader
{
    // What annotations may take when they are decompressed, besides what the file's length justifies: deflate turns
    // a few bytes into a thousand times as many, and several annotations could share one block.
    private const long FreeAllowance = 256L << 20;
    private const long AllowancePerByte = 64;
    private const long BlockEntrySize = 16;

    private readonly byte[] _file;
    private readonly BinaryReader _reader;
    private readonly BinaryViewHeader _header;
    private readonly IChannel _channel;
    private long _allowance;

    private BinarySchemaReader(byte[] file, IChannel channel, long allowance)
    {
        _file = file;
        _channel = channel;
        _allowance = allowance;
        _reader = new BinaryReader(new MemoryStream(file, writable: false), Encoding.UTF8);
        _header = BinaryViewHeader.Read(_reader);
    }

    /// <summary>Reads the schema. Columns and annotations of a layout that is not known are left out, with a warning in the log.</summary>
    /// <exception cref="FormatException">It is not such a file, or it is damaged.</exception>
    /// <exception cref="InvalidOperationException">It is of a version that cannot be read.</exception>
    public static DataViewSchema Read(byte[] file, IChannel channel) => Read(file, channel, FreeAllowance + (AllowancePerByte * file.Length));

    /// <summary>Reads the schema.</summary>
    /// <param name="file">The file.</param>
    /// <param name="channel">The log.</param>
    /// <param name="allowance">How many bytes the annotations may take when they are decompressed.</param>
    internal static DataViewSchema Read(byte[] file, IChannel channel, long allowance)
        => Guard(() => new BinarySchemaReader(file, channel, allowance).ReadColumns());

    // What the reading of a damaged file can end in is one exception to callers.
    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is EndOfStreamException or IOException or InvalidDataException or ArgumentException)
        {
            throw new FormatException($"A stored data view is damaged: {e.Message}", e);
        }
    }

    private DataViewSchema ReadColumns()
    {
        var schema = new DataViewSchema.Builder();
        foreach (Entry entry in ReadEntries())
            schema.AddColumn(entry.Name, entry.Codec.Type, entry.Annotations);
        return schema.ToSchema();
    }

    /// <summary>Reads the table of columns; those of a layout or compression that is not known are left out.</summary>
    private List<Entry> ReadEntries()
    {
        List<Entry> entries = [];
        Stream stream = _reader.BaseStream;
        stream.Position = _header.ColumnCount == 0 ? 0 : _header.ColumnsOffset;
        long? rowsPerBlock = null;
        for (int i = 0; i < _header.ColumnCount; i++)
        {
            string name = _reader.ReadString();
            BinaryCodec? codec = BinaryCodecs.ReadDefinition(_reader);
            byte compression = _reader.ReadByte();
            bool isKnown = compression is BinarySchemaWriter.Uncompressed or BinarySchemaWriter.Deflated;
            long rows = _reader.Read7BitEncodedInt64();
            BinaryViewHeader.Check(rows > 0 || (rows == 0 && _header.RowCount == 0), $"a column has blocks of {rows} rows");
            if (rowsPerBlock is long others && others != rows)
                throw new NotSupportedException(
                    $"A binary data view has columns with blocks of {others} and of {rows} rows, which is not supported.");
            rowsPerBlock = rows;
            long table = _reader.ReadInt64();
            CheckBlockTable(table, rows);
            long annotationsOffset = _reader.ReadInt64();
            long next = stream.Position;
            if (codec is not null && isKnown)
                entries.Add(new Entry(name, codec, compression, rows, table, annotationsOffset == 0 ? null : ReadAnnotations(annotationsOffset)));
            else
                _channel.Warning(
                    MessageSensitivity.Schema, "Cannot interpret column '{0}' at index {1} because {2} unrecognized", name, i, Unrecognized(codec, isKnown));
            stream.Position = next;
        }
        return entries;
    }

    private static string Unrecognized(BinaryCodec? codec, bool isCompressionKnown)
        => codec is not null ? "compression" : isCompressionKnown ? "codec" : "codec and compression";

    private void CheckBlockTable(long offset, long rowsPerBlock)
    {
        if (_header.RowCount == 0)
            return;
        long blocks = ((_header.RowCount - 1) / rowsPerBlock) + 1;
        BinaryViewHeader.Check(
            offset >= BinaryViewHeader.Size && offset <= _header.TailOffset && blocks <= (_header.TailOffset - offset) / BlockEntrySize,
            "the table of a column's blocks is out of place");
    }

    private DataViewSchema.Annotations ReadAnnotations(long table)
    {
        BinaryViewHeader.Check(table >= BinaryViewHeader.Size && table <= _header.TailOffset, "a column's annotations are out of place");
        Stream stream = _reader.BaseStream;
        stream.Position = table;
        var annotations = new DataViewSchema.Annotations.Builder();
        var kinds = new HashSet<string>();
        long count = _reader.Read7BitEncodedInt64();
        BinaryViewHeader.Check(count is > 0 and < int.MaxValue, $"a column has {count} annotations");
        for (long i = 0; i < count; i++)
        {
            string kind = _reader.ReadString();
            BinaryViewHeader.Check(kind.Length > 0 && kinds.Add(kind), $"an annotation's kind '{kind}' is empty or comes twice");
            BinaryCodec? codec = BinaryCodecs.ReadDefinition(_reader);
            byte compression = _reader.ReadByte();
            long offset = _reader.ReadInt64();
            long length = _reader.Read7BitEncodedInt64();
            BinaryViewHeader.Check(
                offset >= BinaryViewHeader.Size && offset <= _header.TailOffset && length > 0 && length <= _header.TailOffset - offset,
                $"the annotation '{kind}' is out of place");
            if (codec is null || compression is not (BinarySchemaWriter.Uncompressed or BinarySchemaWriter.Deflated))
            {
                _channel.Warning(
                    MessageSensitivity.Schema, "Cannot interpret metadata of kind '{0}' because {1} unrecognized", kind,
                    Unrecognized(codec, compression is BinarySchemaWriter.Uncompressed or BinarySchemaWriter.Deflated));
                continue;
            }
            using var block = new BinaryReader(OpenBlock((int)offset, (int)length, compression), Encoding.UTF8);
            codec.ReadAnnotation(block, annotations, kind);
        }
        return annotations.ToAnnotations();
    }

    private MemoryStream OpenBlock(int offset, int length, byte compression)
    {
        var stored = new MemoryStream(_file, offset, length, writable: false);
        MemoryStream block = compression == BinarySchemaWriter.Uncompressed ? stored : Inflate(stored);
        _allowance -= block.Length;
        BinaryViewHeader.Check(_allowance >= 0, "what it holds takes more memory than its length justifies");
        return block;
    }

    private MemoryStream Inflate(MemoryStream stored)
    {
        var content = new MemoryStream();
        using var decompressor = new DeflateStream(stored, CompressionMode.Decompress);
        var chunk = new byte[1 << 16];
        for (int read = decompressor.Read(chunk); read > 0 && content.Length <= _allowance; read = decompressor.Read(chunk))
            content.Write(chunk, 0, read);
        content.Position = 0;
        return content;
    }
}
