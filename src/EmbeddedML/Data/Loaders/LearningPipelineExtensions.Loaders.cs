using Microsoft.ML.Data;

namespace Microsoft.ML;

public static partial class LearningPipelineExtensions
{
    /// <summary>A loader whose data are transformed.</summary>
    /// <param name="loader">The loader.</param>
    /// <param name="transformer">The transformer.</param>
    public static CompositeDataLoader<TSource, TTrans> Append<TSource, TTrans>(this IDataLoader<TSource> loader, TTrans transformer)
        where TTrans : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentNullException.ThrowIfNull(transformer);
        return new CompositeDataLoader<TSource, ITransformer>(loader).AppendTransformer(transformer);
    }

    /// <summary>The estimator of a loader whose data are transformed.</summary>
    /// <param name="start">The loader.</param>
    /// <param name="estimator">What is fitted to its data.</param>
    public static CompositeLoaderEstimator<TSource, TTrans> Append<TSource, TTrans>(this IDataLoader<TSource> start, IEstimator<TTrans> estimator)
        where TTrans : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(estimator);
        return new FittedDataLoader<TSource, IDataLoader<TSource>>(start).Append(estimator);
    }

    /// <summary>The estimator of a loader whose data are transformed.</summary>
    /// <param name="start">What gives the loader.</param>
    /// <param name="estimator">What is fitted to its data.</param>
    public static CompositeLoaderEstimator<TSource, TTrans> Append<TSource, TTrans>(
        this IDataLoaderEstimator<TSource, IDataLoader<TSource>> start, IEstimator<TTrans> estimator)
        where TTrans : class, ITransformer
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(estimator);
        return new CompositeLoaderEstimator<TSource, ITransformer>(start).Append(estimator);
    }
}
