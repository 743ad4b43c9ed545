using System.Globalization;

namespace MLNetDeep.Evaluation;

/// <summary>The mean and the standard deviation of a metric over the folds of a cross-validation.</summary>
/// <param name="Name">The name of the metric: the property of ML.NET's metrics.</param>
/// <param name="Mean">The mean over the folds; NaN if the metric is NaN in a fold.</param>
/// <param name="StandardDeviation">
/// The sample standard deviation √(Σ(v - m)² / (n - 1)) of the values v of n folds with the mean m. NaN with 1 fold, or if a value is not
/// finite.
/// </param>
/// <param name="Minimum">The smallest value of a fold; NaN if the metric is NaN in a fold.</param>
/// <param name="Maximum">The largest value of a fold; NaN if the metric is NaN in a fold.</param>
public sealed record MetricSummary(string Name, double Mean, double StandardDeviation, double Minimum, double Maximum)
{
    /// <summary>Returns a line such as <c>MicroAccuracy: 0.9512 ± 0.0123</c>, with a decimal point whatever the current culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: {Mean:G5} ± {StandardDeviation:G3}");

    internal static MetricSummary Create(string name, double[] values)
    {
        double mean = values.Average();
        double squares = values.Sum(value => (value - mean) * (value - mean));
        return new MetricSummary(name, mean, Math.Sqrt(squares / (values.Length - 1)), values.Min(), values.Aggregate(Math.Max));
    }
}
