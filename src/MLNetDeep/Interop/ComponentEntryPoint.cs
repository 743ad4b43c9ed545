using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Interop;

/// <summary>
/// Loads a component from a model file. MLNetDeep.Loader calls this class by name when a model file contains one of MLNetDeep's components.
/// </summary>
internal static class ComponentEntryPoint
{
    /// <param name="host">The host that loads the model.</param>
    /// <param name="component">The name of the component, as in MLNetDeep.Loader.</param>
    /// <param name="context">ML.NET's ModelLoadContext.</param>
    /// <exception cref="FormatException">The model file is damaged, or was written in a version that cannot be read.</exception>
    public static ITransformer Load(IHostEnvironment host, string component, object context)
    {
        RowTransformer transformer = Load(component, context);
        transformer.Host = host;
        return transformer;
    }

    private static RowTransformer Load(string component, object context) => component switch
    {
        "FlattenImage" => FlattenImageTransformer.Load(context),
        "OneHotLabel" => OneHotLabelTransformer.Load(context),
        "Multiclass" => NetworkTransformer.Load(NetworkTask.Multiclass, context),
        "Binary" => NetworkTransformer.Load(NetworkTask.Binary, context),
        "Regression" => NetworkTransformer.Load(NetworkTask.Regression, context),
        "BagOfWords" => BagOfWordsTransformer.Load(context),
        "HashedBagOfWords" => HashedBagOfWordsTransformer.Load(context),
        "WordIndices" => WordIndicesTransformer.Load(context),
        "IndicesToText" => IndicesToTextTransformer.Load(context),
        _ => throw new ArgumentException($"MLNetDeep has no component '{component}'.", nameof(component)),
    };
}
