using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Loader;

/// <summary>Loads networks for several classes.</summary>
internal static class MulticlassLoader
{
    public const string Signature = "MLNetDeep.Multiclass";

    private static ITransformer Create(IHostEnvironment env, object context) => ComponentLoader.Load("Multiclass", env, context);
}
