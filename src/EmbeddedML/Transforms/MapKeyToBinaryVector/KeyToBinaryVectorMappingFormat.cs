using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(KeyToBinaryVectorMappingTransformer), typeof(KeyToBinaryVectorMappingFormat), null,
    typeof(SignatureLoadModel), "KeyToBinaryVectorTransform", KeyToBinaryVectorMappingFormat.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>How a mapping of keys to bits lies in a model file: the columns.</summary>
internal static class KeyToBinaryVectorMappingFormat
{
    public const string LoaderSignature = "KeyToBinaryTransform";

    public static readonly VersionInfo Version = new(
        modelSignature: "KEY2BINR",
        verWrittenCur: 0x00000001,
        verReadableCur: 0x00000001,
        verWeCanReadBack: 0x00000001,
        loaderAssemblyName: AssemblyNames.Transforms,
        loaderSignature: LoaderSignature);

    private static KeyToBinaryVectorMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(Version);
        return new KeyToBinaryVectorMappingTransformer(env, OneToOneTransformerBase.LoadColumns(ctx));
    }
}
