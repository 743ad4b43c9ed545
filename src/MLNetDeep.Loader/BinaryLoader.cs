using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Loader;

/// <summary>Loads networks for yes or no.</summary>
internal static class BinaryLoader
{
    public const string Signature = "MLNetDeep.Binary";

    private static ITransformer Create(IHostEnvironment env, object context) => ComponentLoader.Load("Binary", env, context);
}
