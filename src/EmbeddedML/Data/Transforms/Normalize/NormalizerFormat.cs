using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(NormalizingTransformer), typeof(NormalizerFormat), null,
    typeof(SignatureLoadModel), "Normalizer", NormalizerFormat.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>How normalizers lie in a model file: the columns, the type of each one's input, and a folder for each normalizer.</summary>
internal static class NormalizerFormat
{
    public const string LoaderSignature = "Normalizer";

    private const uint VersionWithDimensions = 0x00010002;

    // The codes of the two types among those of all of ML.NET's data kinds.
    private const byte SingleKind = 9;
    private const byte DoubleKind = 10;

    public static readonly VersionInfo Version = new(
        modelSignature: "NORMALZR",
        verWrittenCur: VersionWithDimensions,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Data,
        loaderSignature: LoaderSignature);

    /// <summary>Writes what follows the columns.</summary>
    public static void Save(ModelSaveContext ctx, ColumnNormalizer[] normalizers)
    {
        for (int i = 0; i < normalizers.Length; i++)
        {
            SaveType(ctx.Writer, normalizers[i].InputType);
            ctx.SaveSubModel(FolderOf(i), normalizers[i].Save);
        }
    }

    private static NormalizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(Version);
        InputOutputColumnPair[] columns = OneToOneTransformerBase.LoadColumns(ctx);
        var normalizers = new ColumnNormalizer[columns.Length];
        for (int i = 0; i < normalizers.Length; i++)
        {
            DataViewType type = LoadType(ctx);
            if (!ctx.TryProcessSubModel(FolderOf(i), folder => normalizers[i] = LoadNormalizer(folder, type)))
                throw new FormatException($"The model has no folder '{FolderOf(i)}' with the normalizer of the column '{columns[i].OutputColumnName}'.");
        }
        return new NormalizingTransformer(env, columns, normalizers);
    }

    private static ColumnNormalizer LoadNormalizer(ModelLoadContext ctx, DataViewType type)
    {
        bool isSingle = type.ItemTypeOrSelf().Equals(NumberDataViewType.Single);
        return ctx.LoaderSignature switch
        {
            AffineNormalizerFormat.LoaderSignature => isSingle ? AffineNormalizerFormat.Load<float>(ctx, type) : AffineNormalizerFormat.Load<double>(ctx, type),
            CdfNormalizerFormat.LoaderSignature => isSingle ? CdfNormalizerFormat.Load<float>(ctx, type) : CdfNormalizerFormat.Load<double>(ctx, type),
            _ => throw new FormatException($"The model has a normalizer '{ctx.LoaderSignature}', which is not among the components of this program."),
        };
    }

    private static void SaveType(BinaryWriter writer, DataViewType type)
    {
        writer.Write(type is VectorDataViewType);
        writer.Write(type.ItemTypeOrSelf().Equals(NumberDataViewType.Single) ? SingleKind : DoubleKind);
        if (type is not VectorDataViewType vector)
            return;
        writer.Write(vector.Dimensions.Length);
        foreach (int dimension in vector.Dimensions)
            writer.Write(dimension);
    }

    private static DataViewType LoadType(ModelLoadContext ctx)
    {
        bool isVector = ctx.Reader.ReadBoolean();
        int oldSize = ctx.ModelVersionWritten < VersionWithDimensions ? ctx.Reader.ReadInt32() : 0;
        NumberDataViewType itemType = ctx.Reader.ReadByte() switch
        {
            SingleKind => NumberDataViewType.Single,
            DoubleKind => NumberDataViewType.Double,
            byte kind => throw new FormatException($"The model has a normalizer for values of the kind {kind}, which is neither Single nor Double."),
        };
        if (!isVector)
            return itemType;
        int[] dimensions = ctx.ModelVersionWritten < VersionWithDimensions ? [oldSize] : StoredArrays.Read<int>(ctx, "dimensions");
        var type = new VectorDataViewType(itemType, dimensions);
        return type.IsKnownSize ? type : throw new FormatException("The model has a normalizer for vectors without slots.");
    }

    private static string FolderOf(int index) => $"Normalizer_{index:000}";
}
