using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Text;

[assembly: LoadableClass(typeof(StopWordsRemovingTransformer), typeof(StopWordsRemovingFormat), null,
    typeof(SignatureLoadModel), "Stopwords Remover Transform", StopWordsRemovingFormat.LoaderSignature)]

namespace Microsoft.ML.Transforms.Text;

/// <summary>How a removal of a language's stop words lies in a model file: the columns, and the language of each or the column that says it.</summary>
internal static class StopWordsRemovingFormat
{
    public const string LoaderSignature = "StopWordsTransform";

    public static readonly VersionInfo Version = new(
        modelSignature: "STOPWRDR",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Transforms,
        loaderSignature: LoaderSignature);

    private static StopWordsRemovingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(Version);
        InputOutputColumnPair[] columns = OneToOneTransformerBase.LoadColumns(ctx);
        return new StopWordsRemovingTransformer(env, columns, Array.ConvertAll(columns, _ => LoadLanguage(ctx)));
    }

    private static StopWordsRemovingEstimator.Language LoadLanguage(ModelLoadContext ctx)
    {
        var language = (StopWordsRemovingEstimator.Language)ctx.Reader.ReadInt32();
        if (!Enum.IsDefined(language))
            throw new FormatException($"The model removes stop words of a language {(int)language}, which is not known.");
        if (ctx.LoadString() is string column)
            throw new FormatException($"The model removes stop words of the language that the column '{column}' says, which is not supported.");
        return language;
    }
}
