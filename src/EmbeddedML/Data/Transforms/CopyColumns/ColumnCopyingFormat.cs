using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ColumnCopyingTransformer), typeof(ColumnCopyingFormat), null,
    typeof(SignatureLoadModel), "Copy Columns Transform", ColumnCopyingFormat.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>How copied columns lie in a model file: the names of each copy and of its source.</summary>
internal static class ColumnCopyingFormat
{
    public const string LoaderSignature = "CopyTransform";

    public static readonly VersionInfo Version = new(
        modelSignature: "COPYCOLT",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Data,
        loaderSignature: LoaderSignature);

    private static ColumnCopyingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(Version);
        return new ColumnCopyingTransformer(env, OneToOneTransformerBase.LoadColumns(ctx));
    }
}
