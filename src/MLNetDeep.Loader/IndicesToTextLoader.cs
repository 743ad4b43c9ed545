using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace MLNetDeep.Loader;

/// <summary>Loads word indices made texts.</summary>
internal static class IndicesToTextLoader
{
    public const string Signature = "MLNetDeep.IndicesToText";

    private static ITransformer Create(IHostEnvironment env, object context) => ComponentLoader.Load("IndicesToText", env, context);
}
