using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>How normal distributions lie in a model file: the mean and the standard deviation of each slot, and the same as text for people.</summary>
internal static class CdfNormalizerFormat
{
    public const string LoaderSignature = "CdfNormalizeFunction";

    private static readonly VersionInfo s_version = new(
        modelSignature: "CDFNORMF",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Data,
        loaderSignature: LoaderSignature);

    public static void Save<T>(ModelSaveContext ctx, bool useLog, T[] means, T[] standardDeviations)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(s_version);
        ctx.Writer.Write(Unsafe.SizeOf<T>());
        ctx.Writer.Write(useLog);
        ctx.Writer.Write(means.Length);
        StoredArrays.WriteItems<T>(ctx.Writer, means);
        StoredArrays.WriteItems<T>(ctx.Writer, standardDeviations);
        ctx.SaveTextStream("CdfNormalizer.txt", writer =>
        {
            writer.WriteLine($"NumNormalizationFeatures={means.Length}");
            writer.WriteLine($"Log={useLog}");
            for (int i = 0; i < means.Length; i++)
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{means[i]}\t{standardDeviations[i]}"));
        });
    }

    public static ColumnNormalizer Load<T>(ModelLoadContext ctx, DataViewType type) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(s_version);
        int bytes = ctx.Reader.ReadInt32();
        if (bytes != Unsafe.SizeOf<T>())
            throw new FormatException($"The model has a normalizer for numbers of {bytes} bytes where {Unsafe.SizeOf<T>()} are needed.");
        bool useLog = ctx.Reader.ReadBoolean();
        int size = ctx.Reader.ReadInt32();
        if (size != type.ValueCount())
            throw new FormatException($"The model has a normalizer of {size} slots for a column of {type.ValueCount()}.");
        T[] means = StoredArrays.ReadItems<T>(ctx, size, "means");
        T[] standardDeviations = StoredArrays.ReadItems<T>(ctx, size, "standard deviations");
        return type is VectorDataViewType
            ? new CdfVectorNormalizer<T>(type, means, standardDeviations, useLog)
            : new CdfNormalizer<T>(type, means[0], standardDeviations[0], useLog);
    }
}
