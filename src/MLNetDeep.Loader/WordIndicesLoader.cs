using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Loader;

/// <summary>Loads word indices.</summary>
internal static class WordIndicesLoader
{
    public const string Signature = "MLNetDeep.WordIndices";

    private static ITransformer Create(IHostEnvironment env, object context) => ComponentLoader.Load("WordIndices", env, context);
}
