using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Where the estimators that transform data are made; most are extension methods on it or on one of its parts.</summary>
public sealed class TransformsCatalog
{
    private readonly IHostEnvironment _env;

    internal TransformsCatalog(IHostEnvironment env)
    {
        _env = env;
        Categorical = new CategoricalTransforms(env);
        Conversion = new ConversionTransforms(env);
        Text = new TextTransforms(env);
        FeatureSelection = new FeatureSelectionTransforms(env);
    }

    /// <summary>For columns of categories.</summary>
    public CategoricalTransforms Categorical { get; }

    /// <summary>From one type to another.</summary>
    public ConversionTransforms Conversion { get; }

    /// <summary>For columns of text.</summary>
    public TextTransforms Text { get; }

    /// <summary>For the choice of features.</summary>
    public FeatureSelectionTransforms FeatureSelection { get; }

    internal IHostEnvironment Environment => _env;

    /// <summary>Where estimators for columns of categories are made.</summary>
    public sealed class CategoricalTransforms
    {
        private readonly IHostEnvironment _env;

        internal CategoricalTransforms(IHostEnvironment env) => _env = env;

        internal IHostEnvironment Environment => _env;
    }

    /// <summary>Where estimators that convert from one type to another are made.</summary>
    public sealed class ConversionTransforms
    {
        private readonly IHostEnvironment _env;

        internal ConversionTransforms(IHostEnvironment env) => _env = env;

        internal IHostEnvironment Environment => _env;
    }

    /// <summary>Where estimators for columns of text are made.</summary>
    public sealed class TextTransforms
    {
        private readonly IHostEnvironment _env;

        internal TextTransforms(IHostEnvironment env) => _env = env;

        internal IHostEnvironment Environment => _env;
    }

    /// <summary>Where estimators for the choice of features are made.</summary>
    public sealed class FeatureSelectionTransforms
    {
        private readonly IHostEnvironment _env;

        internal FeatureSelectionTransforms(IHostEnvironment env) => _env = env;

        internal IHostEnvironment Environment => _env;
    }
}
