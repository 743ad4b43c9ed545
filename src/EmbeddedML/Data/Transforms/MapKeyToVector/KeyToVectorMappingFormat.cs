using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(KeyToVectorMappingTransformer), typeof(KeyToVectorMappingFormat), null,
    typeof(SignatureLoadModel), "KeyToVectorTransform", KeyToVectorMappingFormat.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>How a mapping of keys to vectors lies in a model file: the columns, and for each whether it counts.</summary>
internal static class KeyToVectorMappingFormat
{
    public const string LoaderSignature = "KeyToVectorTransform";

    private const uint FirstVersion = 0x00010001;

    public static readonly VersionInfo Version = new(
        modelSignature: "KEY2VECT",
        verWrittenCur: 0x00010002,
        verReadableCur: FirstVersion,
        verWeCanReadBack: FirstVersion,
        loaderAssemblyName: AssemblyNames.Data,
        loaderSignature: LoaderSignature);

    private static KeyToVectorMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel();
        ctx.CheckVersionInfo(Version);
        if (ctx.ModelVersionWritten == FirstVersion && ctx.Reader.ReadInt32() != sizeof(float))
            throw new FormatException("The model was written for numbers of another size.");
        InputOutputColumnPair[] columns = OneToOneTransformerBase.LoadColumns(ctx);
        return new KeyToVectorMappingTransformer(env, Array.ConvertAll(columns, pair => (pair, ctx.Reader.ReadBoolean())));
    }
}
