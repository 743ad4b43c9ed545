using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(KeyToValueMappingTransformer), typeof(KeyToValueMappingFormat), null,
    typeof(SignatureLoadModel), "Key To Value Transform", KeyToValueMappingFormat.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>How a mapping of keys to values lies in a model file: the columns only, as the values belong to the data.</summary>
internal static class KeyToValueMappingFormat
{
    public const string LoaderSignature = "KeyToValueTransform";

    public static readonly VersionInfo Version = new(
        modelSignature: "KEY2VALT",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Data,
        loaderSignature: LoaderSignature);

    private static KeyToValueMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(Version);
        return new KeyToValueMappingTransformer(env, OneToOneTransformerBase.LoadColumns(ctx));
    }
}
