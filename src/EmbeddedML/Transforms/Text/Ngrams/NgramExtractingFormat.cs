using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Text;

[assembly: LoadableClass(typeof(NgramExtractingTransformer), typeof(NgramExtractingFormat), null,
    typeof(SignatureLoadModel), "NGram Transform", NgramExtractingFormat.LoaderSignature)]

namespace Microsoft.ML.Transforms.Text;

/// <summary>How n-grams that were learned lie in a model file: the columns, and for each its lengths, its n-grams and their frequencies.</summary>
internal static class NgramExtractingFormat
{
    public const string LoaderSignature = "NgramTransform";

    // Versions from which on there are frequencies, and no longer the size of a float.
    private const uint VersionWithFrequencies = 0x00010002;
    private const uint VersionWithoutFloatSize = 0x00010003;

    public static readonly VersionInfo Version = new(
        modelSignature: "NGRAMTRN",
        verWrittenCur: 0x00010003,
        verReadableCur: 0x00010003,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Transforms,
        loaderSignature: LoaderSignature);

    public static void Save(NgramDictionary dictionary, ModelSaveContext ctx)
    {
        ctx.Writer.Write(dictionary.NgramLength);
        ctx.Writer.Write(dictionary.SkipLength);
        ctx.Writer.Write((int)dictionary.Weighting);
        StoredArrays.WriteItems<bool>(ctx.Writer, dictionary.HasLength);
        NgramPoolFormat.Save(dictionary.Pool, ctx.Writer);
        StoredArrays.Write<double>(ctx.Writer, dictionary.InverseDocumentFrequencies);
    }

    private static NgramExtractingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(Version);
        if (ctx.ModelVersionWritten < VersionWithoutFloatSize && ctx.Reader.ReadInt32() != sizeof(float))
            throw new FormatException("The model's numbers are not of single precision.");
        InputOutputColumnPair[] columns = OneToOneTransformerBase.LoadColumns(ctx);
        NgramDictionary[] dictionaries = Array.ConvertAll(columns, _ => Load(ctx));
        return new NgramExtractingTransformer(env, columns, () => dictionaries);
    }

    private static NgramDictionary Load(ModelLoadContext ctx)
    {
        bool hasFrequencies = ctx.ModelVersionWritten >= VersionWithFrequencies;
        int ngramLength = ctx.Reader.ReadInt32();
        int skipLength = ctx.Reader.ReadInt32();
        int weighting = hasFrequencies ? ctx.Reader.ReadInt32() : 0;
        if (ngramLength <= 0 || skipLength < 0 || ngramLength > NgramOptions.MaxWindow - skipLength || !Enum.IsDefined((NgramExtractingEstimator.WeightingCriteria)weighting))
            throw new FormatException($"The model has n-grams of length {ngramLength} that skip {skipLength} keys, with weighting {weighting}.");
        bool[] hasLength = Array.ConvertAll(StoredArrays.ReadItems<byte>(ctx, ngramLength, "lengths of n-grams"), has => has != 0);
        NgramPool pool = NgramPoolFormat.Load(ctx);
        double[] frequencies = hasFrequencies ? StoredArrays.Read<double>(ctx, "frequencies of n-grams") : [];
        var dictionary = new NgramDictionary(
            ngramLength, skipLength, (NgramExtractingEstimator.WeightingCriteria)weighting, hasLength, pool, frequencies);
        if (dictionary.UsesFrequencies && frequencies.Length < pool.Count)
            throw new FormatException($"The model has {pool.Count} n-grams, but only {frequencies.Length} frequencies of them.");
        return dictionary;
    }
}
