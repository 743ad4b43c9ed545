using Microsoft.ML;

namespace MLNetDeep.Evaluation;

/// <summary>Summarizes the results of ML.NET's <c>CrossValidate</c>.</summary>
public static class CrossValidationExtensions
{
    /// <summary>Returns the mean and the standard deviation of each metric over the folds.</summary>
    /// <remarks>
    /// <para>The metrics are the public properties of <typeparamref name="TMetrics"/> that are numbers, under their own names, and the
    /// items of lists of numbers, as <c>PerClassLogLoss[0]</c>. A list's item is left out if a fold does not have it.</para>
    /// <para>The standard deviation is that of a sample: the sum of squared deviations from the mean is divided by the number of folds
    /// minus 1, as in Excel's STDEV.S. numpy's <c>std</c> divides by the number of folds unless it gets <c>ddof=1</c>.</para>
    /// </remarks>
    /// <typeparam name="TMetrics">The type of the metrics, such as MulticlassClassificationMetrics.</typeparam>
    /// <param name="results">The results of <c>CrossValidate</c>, one for each fold.</param>
    /// <exception cref="ArgumentException">There are no results.</exception>
    /// <example>
    /// <code>
    /// CrossValidationSummary summary = ml.Regression.CrossValidate(data, pipeline, numberOfFolds: 5).Summarize();
    /// Console.WriteLine(summary["RSquared"].Mean);
    /// Console.WriteLine(summary);
    /// </code>
    /// </example>
    public static CrossValidationSummary Summarize<TMetrics>(this IEnumerable<TrainCatalogBase.CrossValidationResult<TMetrics>> results)
        where TMetrics : class
    {
        ArgumentNullException.ThrowIfNull(results);
        IReadOnlyDictionary<string, double>[] folds = [.. results.Select(result => MetricReader.Read(result.Metrics))];
        if (folds.Length == 0)
        {
            throw new ArgumentException("There are no folds to summarize.", nameof(results));
        }

        return new CrossValidationSummary(folds.Length,
        [
            .. folds[0].Keys.Where(name => folds.All(fold => fold.ContainsKey(name)))
                .Select(name => MetricSummary.Create(name, [.. folds.Select(fold => fold[name])])),
        ]);
    }
}
