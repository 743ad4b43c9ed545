using System.Collections.Immutable;

namespace MLNetDeep.Reports;

/// <summary>What the rows of a scored view say about a model, as numbers.</summary>
internal abstract class EvaluationResults
{
    /// <summary>The number of rows that the results are of.</summary>
    public required long RowCount { get; init; }

    /// <summary>
    /// The number of rows without a label, which ML.NET's metrics leave out too; for regression also those with an infinite label, which
    /// ML.NET's metrics do not leave out.
    /// </summary>
    public required long MissingLabels { get; init; }

    /// <summary>
    /// The number of rows with a label whose score is NaN or infinite. ML.NET's metrics leave them out too, but not the infinite ones of
    /// regression.
    /// </summary>
    public required long UnusableScores { get; init; }

    /// <summary>
    /// Metrics with their 95% intervals, each named by its property of ML.NET's metrics, such as <c>MicroAccuracy</c>. Values are those of
    /// ML.NET, but the area under the precision-recall curve is that of all rows, and ML.NET's that of a sample of 100,000.
    /// </summary>
    public required ImmutableArray<MetricInterval> Intervals { get; init; }

    /// <summary>The number of bootstrap samples that the intervals are from; 0 if there are no intervals.</summary>
    public required int BootstrapSamples { get; init; }

    /// <summary>The first rows.</summary>
    public required ImmutableArray<Example> FirstRows { get; init; }

    /// <summary>
    /// The rows that are predicted wrong with the highest confidence, or for regression those with the largest error, worst first.
    /// </summary>
    public required ImmutableArray<Example> Mistakes { get; init; }

    /// <summary>Returns the interval of a metric; null if it has none.</summary>
    /// <param name="name">The property of ML.NET's metrics.</param>
    public MetricInterval? IntervalOf(string name) => Intervals.FirstOrDefault(interval => interval.Name == name);
}
