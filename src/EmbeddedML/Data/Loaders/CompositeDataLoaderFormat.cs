using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

[assembly: Microsoft.ML.LoadableClass(typeof(CompositeDataLoader<IMultiStreamSource, ITransformer>), typeof(CompositeDataLoaderFormat), null,
    typeof(Microsoft.ML.SignatureLoadModel), "Loader with transformers", CompositeDataLoaderFormat.LoaderSignature)]

namespace Microsoft.ML.Data;

/// <summary>How a loader with transformers lies in a model file: a folder for the loader and one for the chain.</summary>
internal static class CompositeDataLoaderFormat
{
    public const string LoaderSignature = "CompositeLoader";
    private const string LoaderFolder = "Loader";
    private const string OldLoaderFolder = "Reader";

    private static readonly VersionInfo s_version = new(
        modelSignature: "CMPSTLDR",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: AssemblyNames.Data,
        loaderSignature: LoaderSignature);

    public static void Save(ModelSaveContext ctx, ICanSaveModel loader, ICanSaveModel transformers)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        ctx.CheckAtModel();
        ctx.SetVersionInfo(s_version);
        ctx.SaveModel(loader, LoaderFolder);
        ctx.SaveModel(transformers, TransformerChainFormat.LoaderSignature);
    }

    private static CompositeDataLoader<IMultiStreamSource, ITransformer> Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        IHost host = env.Register(LoaderSignature);
        ctx.CheckVersionInfo(s_version);
        IDataLoader<IMultiStreamSource> loader = ctx.LoadModelOrNull<IDataLoader<IMultiStreamSource>>(host, OldLoaderFolder)
            ?? ctx.LoadModel<IDataLoader<IMultiStreamSource>>(host, LoaderFolder);
        return new CompositeDataLoader<IMultiStreamSource, ITransformer>(
            loader, ctx.LoadModel<TransformerChain<ITransformer>>(host, TransformerChainFormat.LoaderSignature));
    }
}
