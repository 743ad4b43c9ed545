using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Text;

[assembly: LoadableClass(typeof(WordTokenizingTransformer), typeof(WordTokenizingFormat), null,
    typeof(SignatureLoadModel), "Tokenize Text Transform", WordTokenizingFormat.LoaderSignature)]

namespace Microsoft.ML.Transforms.Text;

/// <summary>How a split into words lies in a model file: the columns, and the separators of each.</summary>
internal static class WordTokenizingFormat
{
    public const string LoaderSignature = "TokenizeTextTransform";

    public static readonly VersionInfo Version = new(
        modelSignature: "WRDTOKNS",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Transforms,
        loaderSignature: LoaderSignature);

    private static WordTokenizingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(Version);
        InputOutputColumnPair[] columns = OneToOneTransformerBase.LoadColumns(ctx);
        char[][] separators = Array.ConvertAll(columns, _ => StoredArrays.Read<char>(ctx, "separators"));
        if (separators.Any(s => s.Length == 0))
            throw new FormatException("The model splits texts into words at no separator.");
        return new WordTokenizingTransformer(env, columns, separators);
    }
}
