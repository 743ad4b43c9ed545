using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLNetDeep.Trainers;
using MLNetDeep.Transforms;

namespace MLNetDeep.Interop;

/// <summary>What MLNetDeep.Loader calls, by name, when ML.NET comes upon one of our components in a model file.</summary>
internal static class ComponentEntryPoints
{
    /// <summary>Loads a <see cref="FlattenImageTransformer"/>.</summary>
    public static ITransformer FlattenImage(IHostEnvironment env, object context) => FlattenImageTransformer.Load(context);

    /// <summary>Loads a <see cref="OneHotLabelTransformer"/>.</summary>
    public static ITransformer OneHotLabel(IHostEnvironment env, object context) => OneHotLabelTransformer.Load(context);

    /// <summary>Loads a <see cref="MulticlassNetworkTransformer"/>.</summary>
    public static ITransformer Multiclass(IHostEnvironment env, object context) => MulticlassNetworkTransformer.Load(context);

    /// <summary>Loads a <see cref="BinaryNetworkTransformer"/>.</summary>
    public static ITransformer Binary(IHostEnvironment env, object context) => BinaryNetworkTransformer.Load(context);

    /// <summary>Loads a <see cref="RegressionNetworkTransformer"/>.</summary>
    public static ITransformer Regression(IHostEnvironment env, object context) => RegressionNetworkTransformer.Load(context);

    /// <summary>Loads a <see cref="BagOfWordsTransformer"/>.</summary>
    public static ITransformer BagOfWords(IHostEnvironment env, object context) => BagOfWordsTransformer.Load(context);

    /// <summary>Loads a <see cref="HashedBagOfWordsTransformer"/>.</summary>
    public static ITransformer HashedBagOfWords(IHostEnvironment env, object context) => HashedBagOfWordsTransformer.Load(context);

    /// <summary>Loads a <see cref="WordIndicesTransformer"/>.</summary>
    public static ITransformer WordIndices(IHostEnvironment env, object context) => WordIndicesTransformer.Load(context);

    /// <summary>Loads an <see cref="IndicesToTextTransformer"/>.</summary>
    public static ITransformer IndicesToText(IHostEnvironment env, object context) => IndicesToTextTransformer.Load(context);
}
