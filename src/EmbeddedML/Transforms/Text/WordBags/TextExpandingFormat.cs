using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Text;

[assembly: LoadableClass(typeof(TextExpandingTransformer), typeof(TextExpandingFormat), null,
    typeof(SignatureLoadModel), "Text Expanding Transform", TextExpandingFormat.LoaderSignature)]

namespace Microsoft.ML.Transforms.Text;

/// <summary>How the expansion of words with frequencies lies in a model file: the column's name and the two separators, in UTF-8.</summary>
internal static class TextExpandingFormat
{
    public const string LoaderSignature = "TextExpandTransform";

    public static readonly VersionInfo Version = new(
        modelSignature: "TEXT EXP",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Transforms,
        loaderSignature: LoaderSignature);

    private static TextExpandingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(Version);
        string columnName = ctx.Reader.ReadString();
        char frequencySeparator = ctx.Reader.ReadChar();
        return new TextExpandingTransformer(env, columnName, frequencySeparator, ctx.Reader.ReadChar());
    }
}
