namespace Microsoft.ML;

/// <summary>Something that is fitted to data and then loads data.</summary>
/// <typeparam name="TSource">The type of the source of the data.</typeparam>
/// <typeparam name="TLoader">The type of what fitting gives.</typeparam>
public interface IDataLoaderEstimator<in TSource, out TLoader> where TLoader : IDataLoader<TSource>
{
    /// <summary>Fits to the data of a source.</summary>
    TLoader Fit(TSource input);

    /// <summary>The shape of what the fitted loader loads.</summary>
    SchemaShape GetOutputSchema();
}
