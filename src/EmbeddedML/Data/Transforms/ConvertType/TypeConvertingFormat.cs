using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(TypeConvertingTransformer), typeof(TypeConvertingFormat), null,
    typeof(SignatureLoadModel), "Convert Transform", TypeConvertingFormat.LoaderSignature, TypeConvertingFormat.OldLoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>How conversions of types lie in a model file: the columns, and for each the kind, and the number of keys if there is one.</summary>
internal static class TypeConvertingFormat
{
    public const string LoaderSignature = "ConvertTransform";
    public const string OldLoaderSignature = "ConvertFunction";

    private const byte HasKeyCount = 0x80;

    // Versions from which on there is no size of a float, and of keys only the number.
    private const uint VersionWithoutFloatSize = 0x00010003;
    private const uint VersionWithKeyCount = 0x00010004;

    public static readonly VersionInfo Version = new(
        modelSignature: "CONVERTF",
        verWrittenCur: 0x00010004,
        verReadableCur: 0x00010003,
        verWeCanReadBack: 0x00010002,
        loaderAssemblyName: AssemblyNames.Data,
        loaderSignature: LoaderSignature,
        loaderSignatureAlt: OldLoaderSignature);

    public static void Save(ModelSaveContext ctx, TypeConversion conversion)
    {
        ctx.Writer.Write((byte)((byte)conversion.Kind | (conversion.KeyCount is null ? 0 : HasKeyCount)));
        if (conversion.KeyCount is KeyCount keys)
            ctx.Writer.Write(keys.Count ?? KeyCount.Maximum(conversion.Kind));
    }

    private static TypeConvertingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(Version);
        if (ctx.ModelVersionWritten < VersionWithoutFloatSize && ctx.Reader.ReadInt32() != sizeof(float))
            throw new FormatException("The model's numbers are not of single precision.");
        InputOutputColumnPair[] columns = OneToOneTransformerBase.LoadColumns(ctx);
        return new TypeConvertingTransformer(env, columns, Array.ConvertAll(columns, _ => Load(ctx)));
    }

    private static TypeConversion Load(ModelLoadContext ctx)
    {
        byte code = ctx.Reader.ReadByte();
        var kind = (DataKind)(code & ~HasKeyCount);
        if (!DataKinds.IsDefined(kind))
            throw new FormatException($"The model converts a column to the type {kind}, which there is not.");
        if ((code & HasKeyCount) == 0)
            return new TypeConversion(kind);
        ulong count = ctx.ModelVersionWritten < VersionWithKeyCount ? ReadOldKeyCount(ctx) : ctx.Reader.ReadUInt64();
        return count > 0 ? new TypeConversion(kind, new KeyCount(count)) : throw new FormatException("The model converts a column to keys of which there are none.");
    }

    // Once keys had a smallest and a largest value, and could have gaps.
    private static ulong ReadOldKeyCount(ModelLoadContext ctx)
    {
        ulong minimum = ctx.Reader.ReadUInt64();
        ulong maximum = ctx.Reader.ReadUInt64();
        bool isContiguous = ctx.Reader.ReadByte() != 0;
        return minimum == 0 && isContiguous ? unchecked(maximum + 1) : throw new FormatException("The model converts a column to keys that do not begin at 0, or have gaps.");
    }
}
