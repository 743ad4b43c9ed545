using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>Shows the first rows of data, for a look in the debugger.</summary>
public static class DebuggerExtensions
{
    /// <summary>Reads the first rows of a view.</summary>
    /// <param name="data">The view.</param>
    /// <param name="maxRows">How many rows are read at most.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxRows"/> is negative.</exception>
    public static DataDebuggerPreview Preview(this IDataView data, int maxRows = DataDebuggerPreview.DefaultMaxRows) => new(data, maxRows);

    /// <summary>Transforms data and reads the first rows.</summary>
    /// <param name="transformer">The transformer.</param>
    /// <param name="data">The data that go in.</param>
    /// <param name="maxRows">How many rows are read at most.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxRows"/> is negative.</exception>
    public static DataDebuggerPreview Preview(
        this ITransformer transformer, IDataView data, int maxRows = DataDebuggerPreview.DefaultMaxRows)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        return new(transformer.Transform(data), maxRows);
    }

    /// <summary>Fits an estimator to the first rows of data, transforms them all and reads the first rows of that.</summary>
    /// <param name="estimator">The estimator.</param>
    /// <param name="data">The data.</param>
    /// <param name="maxRows">How many transformed rows are read at most.</param>
    /// <param name="maxTrainingRows">To how many rows the estimator is fitted at most.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxRows"/> or <paramref name="maxTrainingRows"/> is negative.</exception>
    public static DataDebuggerPreview Preview(
        this IEstimator<ITransformer> estimator,
        IDataView data,
        int maxRows = DataDebuggerPreview.DefaultMaxRows,
        int maxTrainingRows = DataDebuggerPreview.DefaultMaxRows)
    {
        ArgumentNullException.ThrowIfNull(estimator);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(maxRows);
        ArgumentOutOfRangeException.ThrowIfNegative(maxTrainingRows);
        return new(estimator.Fit(new SkipTakeView(data, 0, maxTrainingRows)).Transform(data), maxRows);
    }

    /// <summary>Loads data and reads the first rows.</summary>
    /// <param name="loader">The loader.</param>
    /// <param name="source">The source of the data.</param>
    /// <param name="maxRows">How many rows are read at most.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxRows"/> is negative.</exception>
    public static DataDebuggerPreview Preview<TSource>(
        this IDataLoader<TSource> loader, TSource source, int maxRows = DataDebuggerPreview.DefaultMaxRows)
    {
        ArgumentNullException.ThrowIfNull(loader);
        return new(loader.Load(source), maxRows);
    }
}
