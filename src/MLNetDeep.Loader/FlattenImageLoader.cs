using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Loader;

/// <summary>Loads images made flat.</summary>
internal static class FlattenImageLoader
{
    public const string Signature = "MLNetDeep.FlattenImage";

    private static ITransformer Create(IHostEnvironment env, object context) => ComponentLoader.Load("FlattenImage", env, context);
}
