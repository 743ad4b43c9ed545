using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Loader;

/// <summary>Loads bags of words.</summary>
internal static class BagOfWordsLoader
{
    public const string Signature = "MLNetDeep.BagOfWords";

    private static ITransformer Create(IHostEnvironment env, object context) => ComponentLoader.Load("BagOfWords", env, context);
}
