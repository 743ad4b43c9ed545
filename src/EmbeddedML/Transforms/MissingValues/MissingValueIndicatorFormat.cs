using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(MissingValueIndicatorTransformer), typeof(MissingValueIndicatorFormat), null,
    typeof(SignatureLoadModel), "NA Indicator Transform", MissingValueIndicatorFormat.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>How indicators of missing values lie in a model file: the columns.</summary>
internal static class MissingValueIndicatorFormat
{
    public const string LoaderSignature = "NaIndicatorTransform";

    public static readonly VersionInfo Version = new(
        modelSignature: "NAIND TF",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Transforms,
        loaderSignature: LoaderSignature);

    private static MissingValueIndicatorTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(Version);
        return new MissingValueIndicatorTransformer(env, OneToOneTransformerBase.LoadColumns(ctx));
    }
}
