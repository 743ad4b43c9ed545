using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>A transformer that predicts with a model from one column.</summary>
/// <typeparam name="TModel">The type of the model.</typeparam>
public interface ISingleFeaturePredictionTransformer<out TModel> : IPredictionTransformer<TModel>
{
    /// <summary>The column from which it predicts.</summary>
    string FeatureColumnName { get; }

    /// <summary>The type of that column.</summary>
    DataViewType FeatureColumnType { get; }
}
