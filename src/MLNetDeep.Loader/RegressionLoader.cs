using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Loader;

/// <summary>Loads networks that predict numbers.</summary>
internal static class RegressionLoader
{
    public const string Signature = "MLNetDeep.Regression";

    private static ITransformer Create(IHostEnvironment env, object context) => ComponentLoader.Load("Regression", env, context);
}
