using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Text;

[assembly: LoadableClass(typeof(TextNormalizingTransformer), typeof(TextNormalizingFormat), null,
    typeof(SignatureLoadModel), "Text Normalizer Transform", TextNormalizingFormat.LoaderSignature)]

namespace Microsoft.ML.Transforms.Text;

/// <summary>How a normalization of texts lies in a model file: the columns, and what is done to each character.</summary>
internal static class TextNormalizingFormat
{
    public const string LoaderSignature = "TextNormalizerTransform";

    public static readonly VersionInfo Version = new(
        modelSignature: "TEXTNORM",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Transforms,
        loaderSignature: LoaderSignature);

    /// <summary>Writes what follows the columns.</summary>
    public static void Save(ModelSaveContext ctx, TextNormalization normalization)
    {
        ctx.Writer.Write((byte)normalization.CaseMode);
        ctx.Writer.Write(normalization.KeepDiacritics);
        ctx.Writer.Write(normalization.KeepPunctuations);
        ctx.Writer.Write(normalization.KeepNumbers);
    }

    private static TextNormalizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(Version);
        InputOutputColumnPair[] columns = OneToOneTransformerBase.LoadColumns(ctx);
        var caseMode = (TextNormalizingEstimator.CaseMode)ctx.Reader.ReadByte();
        if (!Enum.IsDefined(caseMode))
            throw new FormatException($"The model brings texts to a case {(int)caseMode}, which is not known.");
        bool keepDiacritics = ctx.Reader.ReadBoolean();
        bool keepPunctuations = ctx.Reader.ReadBoolean();
        return new TextNormalizingTransformer(
            env, columns, new TextNormalization(caseMode, keepDiacritics, keepPunctuations, KeepNumbers: ctx.Reader.ReadBoolean()));
    }
}
