namespace Microsoft.ML;

/// <summary>A transformer that predicts with a model.</summary>
/// <typeparam name="TModel">The type of the model.</typeparam>
public interface IPredictionTransformer<out TModel> : ITransformer
{
    /// <summary>The model.</summary>
    TModel Model { get; }
}
