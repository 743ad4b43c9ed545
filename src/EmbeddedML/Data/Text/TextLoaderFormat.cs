using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: Microsoft.ML.LoadableClass(typeof(TextLoader), typeof(TextLoaderFormat), null, typeof(Microsoft.ML.SignatureLoadModel),
    "Text loader", TextLoaderFormat.LoaderSignature)]

namespace Microsoft.ML.Data;

/// <summary>
/// How a text loader lies in a model file: the size of a float, the maximum of rows, the flags, the number of fields, the
/// separators, the escape character and the decimal marker; then the columns with their ranges. The line of names is an
/// entry of its own.
/// </summary>
internal static class TextLoaderFormat
{
    public const string LoaderSignature = "TextLoader";
    private const string HeaderEntry = "Header.txt";
    private const string ForbiddenSeparators = "\0\r\n\"0123456789";
    private const uint ForceVectorVersion = 0x0001000A;
    private const uint KeyCountVersion = 0x0001000C;
    private const uint EscapeVersion = 0x0001000D;
    private const uint MissingRealsVersion = 0x0001000E;

    private static readonly VersionInfo s_version = new(
        modelSignature: "TXTLOADR",
        verWrittenCur: MissingRealsVersion,
        verReadableCur: ForceVectorVersion,
        verWeCanReadBack: 0x00010009,
        loaderAssemblyName: AssemblyNames.Data,
        loaderSignature: LoaderSignature);

    public static void Save(ModelSaveContext ctx, TextFormat format, TextBinding binding, long maximumRows)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        ctx.CheckAtModel();
        ctx.SetVersionInfo(s_version);
        BinaryWriter writer = ctx.Writer;
        writer.Write(sizeof(float));
        writer.Write(maximumRows);
        writer.Write((uint)format.Flags);
        writer.Write(format.InputSize);
        writer.Write(format.Separators.Length);
        foreach (char separator in format.Separators)
            writer.Write((short)separator);
        writer.Write(format.EscapeChar);
        writer.Write(format.DecimalMarker);
        writer.Write(binding.Columns.Length);
        foreach (TextColumn column in binding.Columns)
            SaveColumn(ctx, column);
        if (binding.Header.Length > 0)
            ctx.SaveTextStream(HeaderEntry, text => text.WriteLine(binding.Header));
    }

    private static void SaveColumn(ModelSaveContext ctx, TextColumn column)
    {
        ctx.SaveNonEmptyString(column.Name);
        ctx.Writer.Write((byte)DataKinds.Find(column.ItemType.RawType)!.Value);
        var key = column.ItemType as KeyDataViewType;
        ctx.Writer.Write(key is not null);
        if (key is not null)
            ctx.Writer.Write(key.Count);
        ctx.Writer.Write(column.Ranges.Length);
        foreach (FieldRange range in column.Ranges)
        {
            ctx.Writer.Write(range.Min);
            ctx.Writer.Write(range.End);
            ctx.Writer.Write(range.ForceVector);
        }
    }

    private static TextLoader Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        IHost host = env.Register(LoaderSignature);
        ctx.CheckVersionInfo(s_version);
        BinaryReader reader = ctx.Reader;
        Check(reader.ReadInt32() == sizeof(float), "its numbers are not of single precision");
        long maximumRows = reader.ReadInt64();
        Check(maximumRows > 0, $"it loads {maximumRows} rows");
        TextFormat format = LoadFormat(ctx);
        int count = reader.ReadInt32();
        ctx.CheckCount(count, sizeof(int), "columns");
        Check(count > 0, "it has no columns");
        var columns = new TextColumn[count];
        for (int i = 0; i < count; i++)
            columns[i] = LoadColumn(ctx);
        string? header = null;
        ctx.TryLoadTextStream(HeaderEntry, text => header = text.ReadLine());
        using IChannel channel = host.Start("Loading Model");
        return new TextLoader(host, format, TextBinding.Create(columns, header ?? "", format, channel), maximumRows);
    }

    private static TextFormat LoadFormat(ModelLoadContext ctx)
    {
        BinaryReader reader = ctx.Reader;
        var flags = (TextFlags)reader.ReadUInt32();
        TextFlags known = TextFlags.TrimWhitespace | TextFlags.HasHeader | TextFlags.AllowQuoting | TextFlags.AllowSparse;
        if (ctx.ModelVersionWritten >= KeyCountVersion)
            known |= TextFlags.ReadMultilines;
        if (ctx.ModelVersionWritten >= MissingRealsVersion)
            known |= TextFlags.MissingRealsAsNaNs;
        Check((flags & ~known) == 0, "it has flags that are not known");
        int inputSize = reader.ReadInt32();
        Check(inputSize is >= 0 and < TextFormat.EndOfLine, $"its lines have {inputSize} fields");

        int count = reader.ReadInt32();
        ctx.CheckCount(count, sizeof(short), "separators");
        var separators = new char[count];
        for (int i = 0; i < count; i++)
            separators[i] = (char)reader.ReadUInt16();
        Check(count > 0 && separators.AsSpan().IndexOfAny(ForbiddenSeparators) < 0, "it has separators that are not accepted");
        Check((flags & TextFlags.AllowSparse) == 0 || !separators.Contains(':'), "':' is a separator, but lines may be sparse");
        char escape = '"';
        char marker = '.';
        if (ctx.ModelVersionWritten >= EscapeVersion)
        {
            escape = reader.ReadChar();
            marker = reader.ReadChar();
        }
        Check(marker is '.' or ',', $"its decimal marker is '{marker}'");
        Check(!separators.Contains(escape), "its escape character is a separator");
        return new TextFormat { Separators = separators, EscapeChar = escape, DecimalMarker = marker, Flags = flags, InputSize = inputSize };
    }

    private static TextColumn LoadColumn(ModelLoadContext ctx)
    {
        string name = ctx.LoadNonEmptyString();
        var kind = (DataKind)ctx.Reader.ReadByte();
        Check(DataKinds.IsDefined(kind), $"the column '{name}' is of a kind that is not known");
        PrimitiveDataViewType type = DataKinds.TypeOf(kind);
        if (ReadBoolean(ctx))
        {
            Check(KeyDataViewType.IsValidDataType(type.RawType), $"the column '{name}' is one of keys of the kind {kind}");
            type = new KeyDataViewType(type.RawType, LoadKeyCount(ctx, kind));
        }
        int count = ctx.Reader.ReadInt32();
        ctx.CheckCount(count, 2 * sizeof(int), "ranges");
        Check(count > 0, $"the column '{name}' has no fields");
        var ranges = new FieldRange[count];
        for (int i = 0; i < count; i++)
        {
            int min = ctx.Reader.ReadInt32();
            int end = ctx.Reader.ReadInt32();
            Check(min >= 0 && end > min, $"the column '{name}' has a range from {min} to {end}");
            ranges[i] = new FieldRange(min, end, ctx.ModelVersionWritten >= ForceVectorVersion && ReadBoolean(ctx));
        }
        return TextColumn.Create(name, type, ranges, message => new FormatException($"The stored text loader is damaged: {message}"));
    }

    // Older versions stored a smallest value and whether there are gaps, of which neither is supported any more.
    private static ulong LoadKeyCount(ModelLoadContext ctx, DataKind kind)
    {
        if (ctx.ModelVersionWritten >= KeyCountVersion)
            return ctx.Reader.ReadUInt64();
        bool isContiguous = ReadBoolean(ctx);
        ulong smallest = ctx.Reader.ReadUInt64();
        int count = ctx.Reader.ReadInt32();
        Check(isContiguous && smallest == 0 && count >= 0, "a key type does not start at 0 or has gaps, which is not supported any more");
        return count == 0 ? KeyCount.Maximum(kind) : (ulong)count;
    }

    private static bool ReadBoolean(ModelLoadContext ctx)
    {
        byte value = ctx.Reader.ReadByte();
        Check(value <= 1, "a value that is true or false is neither");
        return value == 1;
    }

    private static void Check(bool condition, string complaint)
    {
        if (!condition)
            throw new FormatException($"The stored text loader is damaged: {complaint}.");
    }
}
