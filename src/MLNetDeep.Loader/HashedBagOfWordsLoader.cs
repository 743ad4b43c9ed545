using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Loader;

/// <summary>Loads hashed bags of words.</summary>
internal static class HashedBagOfWordsLoader
{
    public const string Signature = "MLNetDeep.HashedBag";

    private static ITransformer Create(IHostEnvironment env, object context) => ComponentLoader.Load("HashedBagOfWords", env, context);
}
