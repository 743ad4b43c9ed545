using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ValueMappingTransformer), typeof(ValueMappingFormat), null,
    typeof(SignatureLoadModel), "Value Mapping Transform", ValueMappingFormat.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>How a map lies in a model file: the columns, and beside them the lookup table as a binary data view.</summary>
internal static class ValueMappingFormat
{
    public const string LoaderSignature = "ValueMappingTransformer";

    private const string MapEntry = "DefaultMap.idv";

    public static readonly VersionInfo Version = new(
        modelSignature: "VALUMAPG",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Data,
        loaderSignature: LoaderSignature);

    /// <summary>The map as what lies beside the columns. As in ML.NET this is made, and logged, with the transformer.</summary>
    public static byte[] Store(IHost host, ValueMap map)
    {
        using IChannel channel = host.Register("BinarySaver").Start("Saving");
        long start = Stopwatch.GetTimestamp();
        var stream = new MemoryStream();
        BinaryRowsWriter.Write(stream, [map.Keys, map.Values], channel);
        channel.Info(MessageSensitivity.None, "Wrote {0} rows across {1} columns in {2}", map.Keys.Count, 2, Stopwatch.GetElapsedTime(start));
        return stream.ToArray();
    }

    /// <summary>Writes what lies beside the columns.</summary>
    public static void Save(ModelSaveContext ctx, byte[] storedMap)
        => ctx.SaveBinaryStream(MapEntry, writer => writer.Write(storedMap));

    private static ValueMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(Version);
        InputOutputColumnPair[] columns = OneToOneTransformerBase.LoadColumns(ctx);
        using IChannel channel = env.Register(LoaderSignature).Start("Loading the map");
        byte[]? file = null;
        if (!ctx.TryLoadBinaryStream(MapEntry, reader => file = reader.ReadBytes(checked((int)reader.BaseStream.Length))))
            throw new FormatException($"The model has no entry '{MapEntry}' with the map.");
        IReadOnlyList<StoredColumn> stored = BinarySchemaReader.ReadRows(file!, channel);
        return new ValueMappingTransformer(env, new ValueMap(Find(stored, ValueMap.KeyName), Find(stored, ValueMap.ValueName)), columns);
    }

    // Of columns with the same name the last is the visible one.
    private static StoredColumn Find(IReadOnlyList<StoredColumn> columns, string name)
        => columns.LastOrDefault(c => c.Name == name) ?? throw new FormatException($"The stored map has no column '{name}' that can be read.");
}
