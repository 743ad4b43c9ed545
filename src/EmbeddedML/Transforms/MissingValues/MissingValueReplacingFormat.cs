using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(MissingValueReplacingTransformer), typeof(MissingValueReplacingFormat), null,
    typeof(SignatureLoadModel), "NA Replace Transform", MissingValueReplacingFormat.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>How replacements of missing values lie in a model file: the columns, and for each the type and the value of the replacement.</summary>
internal static class MissingValueReplacingFormat
{
    public const string LoaderSignature = "NAReplaceTransform";

    public static readonly VersionInfo Version = new(
        modelSignature: "NAREP TF",
        verWrittenCur: 0x00010002,
        verReadableCur: 0x00010002,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Transforms,
        loaderSignature: LoaderSignature);

    private static MissingValueReplacingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(Version);
        InputOutputColumnPair[] columns = OneToOneTransformerBase.LoadColumns(ctx);
        ColumnReplacement[] replacements = Array.ConvertAll(columns, _ => Load(ctx.Reader));
        return new MissingValueReplacingTransformer(env.Register(LoaderSignature), columns, replacements);
    }

    private static ColumnReplacement Load(BinaryReader reader) => BinaryCodecs.ReadDefinition(reader) switch
    {
        BinaryCodec<float> codec => LoadOne(reader, codec),
        BinaryCodec<double> codec => LoadOne(reader, codec),
        BinaryCodec<VBuffer<float>> codec => LoadVector(reader, codec),
        BinaryCodec<VBuffer<double>> codec => LoadVector(reader, codec),
        BinaryCodec codec => throw new FormatException($"The model replaces missing values of {codec.Type}, of which none can be missing."),
        null => throw new FormatException("The model replaces missing values of a type that is not known."),
    };

    private static ColumnReplacement<T> LoadOne<T>(BinaryReader reader, BinaryCodec<T> codec) where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => new(codec.Type, codec.Read(reader, 1));

    private static ColumnReplacement<T> LoadVector<T>(BinaryReader reader, BinaryCodec<VBuffer<T>> codec)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = codec.Read(reader, 1)[0].DenseValues().ToArray();
        return values.Length == codec.Type.ValueCount()
            ? new ColumnReplacement<T>(codec.Type, values)
            : throw new FormatException($"The model has {values.Length} replacements for the slots of {codec.Type}.");
    }
}
