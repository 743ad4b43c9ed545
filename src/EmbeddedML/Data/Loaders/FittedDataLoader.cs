namespace Microsoft.ML.Data;

/// <summary>The estimator whose fitting gives a loader that is there already.</summary>
internal sealed class FittedDataLoader<TSource, TLoader>(TLoader loader) : IDataLoaderEstimator<TSource, TLoader>
    where TLoader : IDataLoader<TSource>
{
    public TLoader Fit(TSource input) => loader;

    public SchemaShape GetOutputSchema() => SchemaShape.Create(loader.GetOutputSchema());
}
