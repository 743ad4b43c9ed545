using Microsoft.ML;

namespace MLNetDeep;

/// <summary>
/// Base class of transformers that predict from one feature column. ML.NET's tools, such as PermutationFeatureImportance, find them in a
/// pipeline by an internal interface, which this class implements.
/// </summary>
public abstract class FeatureTransformer : RowTransformer, ISingleFeaturePredictionTransformer
{
    private protected FeatureTransformer()
    {
    }

    /// <summary>The feature column.</summary>
    public abstract string FeatureColumnName { get; }
}
