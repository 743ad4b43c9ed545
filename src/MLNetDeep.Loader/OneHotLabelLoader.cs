using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Loader;

/// <summary>Loads labels made vectors.</summary>
internal static class OneHotLabelLoader
{
    public const string Signature = "MLNetDeep.OneHotLabel";

    private static ITransformer Create(IHostEnvironment env, object context) => ComponentLoader.Load("OneHotLabel", env, context);
}
