using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace MLNetDeep.Evaluation;

/// <summary>The mean and the standard deviation of each metric of a cross-validation, by the metric's name.</summary>
public sealed class CrossValidationSummary : IReadOnlyDictionary<string, MetricSummary>
{
    private readonly OrderedDictionary<string, MetricSummary> _metrics;

    internal CrossValidationSummary(int folds, IEnumerable<MetricSummary> metrics)
    {
        Folds = folds;
        _metrics = new(metrics.Select(metric => KeyValuePair.Create(metric.Name, metric)));
    }

    /// <summary>The number of folds.</summary>
    public int Folds { get; }

    /// <summary>The number of metrics.</summary>
    public int Count => _metrics.Count;

    /// <summary>The names of the metrics.</summary>
    public IEnumerable<string> Keys => _metrics.Keys;

    /// <summary>The metrics.</summary>
    public IEnumerable<MetricSummary> Values => _metrics.Values;

    /// <summary>Returns a metric.</summary>
    /// <param name="key">The name: a property of ML.NET's metrics, such as <c>MicroAccuracy</c>.</param>
    /// <exception cref="KeyNotFoundException">There is no such metric; the message lists the names.</exception>
    public MetricSummary this[string key] => TryGetValue(key, out MetricSummary? metric)
        ? metric
        : throw new KeyNotFoundException($"There is no metric '{key}'; there are: {string.Join(", ", Keys)}.");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _metrics.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out MetricSummary value) => _metrics.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, MetricSummary>> GetEnumerator() => _metrics.GetEnumerator();

    /// <summary>Returns the number of folds and a line for each metric, with decimal points whatever the current culture.</summary>
    public override string ToString() =>
        $"Mean and sample standard deviation over {Folds} folds\n{string.Join('\n', Values.Select(metric => $"  {metric}"))}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
