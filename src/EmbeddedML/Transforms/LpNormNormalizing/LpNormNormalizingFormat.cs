using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(LpNormNormalizingTransformer), typeof(LpNormNormalizingFormat), null,
    typeof(SignatureLoadModel), "Lp-Norm Normalizer", LpNormNormalizingFormat.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>How scaling by norms lies in a model file: the columns, and for each what is done to its vectors.</summary>
internal static class LpNormNormalizingFormat
{
    public const string LoaderSignature = "GcnTransform";

    private const uint LastVersionWithNumberSize = 0x00010002;

    public static readonly VersionInfo Version = new(
        modelSignature: "GCNORMAF",
        verWrittenCur: 0x00010003,
        verReadableCur: 0x00010003,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Transforms,
        loaderSignature: LoaderSignature,
        loaderSignatureAlt: "GcnFunction");

    /// <summary>Writes what follows the columns.</summary>
    public static void Save(ModelSaveContext ctx, IReadOnlyList<LpNormNormalizingEstimatorBase.ColumnOptions> options)
    {
        foreach (LpNormNormalizingEstimatorBase.ColumnOptions column in options)
        {
            ctx.Writer.Write(column.EnsureZeroMean);
            ctx.Writer.Write((byte)column.Norm);
            ctx.Writer.Write(column.Scale);
        }
    }

    private static LpNormNormalizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(Version);
        if (ctx.ModelVersionWritten <= LastVersionWithNumberSize && ctx.Reader.ReadInt32() != sizeof(float))
            throw new FormatException("The model was written for numbers of another size.");
        InputOutputColumnPair[] columns = OneToOneTransformerBase.LoadColumns(ctx);
        return new LpNormNormalizingTransformer(env, Array.ConvertAll(columns, pair => Load(ctx, pair)));
    }

    private static LpNormNormalizingEstimatorBase.ColumnOptions Load(ModelLoadContext ctx, InputOutputColumnPair pair)
    {
        bool ensureZeroMean = ctx.Reader.ReadBoolean();
        var norm = (LpNormNormalizingEstimatorBase.NormFunction)ctx.Reader.ReadByte();
        float scale = ctx.Reader.ReadSingle();
        if (norm > LpNormNormalizingEstimatorBase.NormFunction.Infinity || !(scale > 0 && scale < float.PositiveInfinity))
            throw new FormatException($"The model scales the column '{pair.OutputColumnName}' by a norm {(byte)norm} and a scale {scale}, which cannot be.");
        return new LpNormNormalizingEstimatorBase.ColumnOptions(pair, norm, ensureZeroMean, scale);
    }
}
