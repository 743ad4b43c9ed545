using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: Microsoft.ML.LoadableClass(typeof(TransformerChain<ITransformer>), typeof(TransformerChainFormat), null,
    typeof(Microsoft.ML.SignatureLoadModel), "Transformer chain", TransformerChainFormat.LoaderSignature)]

namespace Microsoft.ML.Data;

/// <summary>How a chain lies in a model file: its length and scopes, and a folder for each transformer.</summary>
internal static class TransformerChainFormat
{
    public const string LoaderSignature = "TransformerChain";

    private static readonly VersionInfo s_version = new(
        modelSignature: "XF CHAIN",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Data,
        loaderSignature: LoaderSignature);

    public static void Save(ModelSaveContext ctx, ITransformer[] transformers, TransformerScope[] scopes)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(s_version);
        ctx.Writer.Write(transformers.Length);
        for (int i = 0; i < transformers.Length; i++)
        {
            ctx.Writer.Write((int)scopes[i]);
            ctx.SaveModel(transformers[i], FolderOf(i));
        }
    }

    private static TransformerChain<ITransformer> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckVersionInfo(s_version);
        int count = ctx.Reader.ReadInt32();
        ctx.CheckCount(count, sizeof(int), "transformers");
        var transformers = new ITransformer[count];
        var scopes = new TransformerScope[count];
        for (int i = 0; i < count; i++)
        {
            scopes[i] = (TransformerScope)ctx.Reader.ReadInt32();
            transformers[i] = ctx.LoadModel<ITransformer>(env, FolderOf(i));
        }
        return new TransformerChain<ITransformer>(transformers, scopes);
    }

    private static string FolderOf(int index) => $"Transform_{index:000}";
}
