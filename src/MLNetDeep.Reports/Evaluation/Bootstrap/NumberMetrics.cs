using System.Collections.Immutable;
using Microsoft.ML.Data;

namespace MLNetDeep.Reports;

/// <summary>The metrics of regression on weighted rows, each as ML.NET computes it.</summary>
/// <param name="rows">The rows.</param>
internal sealed class NumberMetrics(RegressionRows rows)
{
    // Labels are taken from here, so that their squares lose no digits.
    private readonly double _origin = rows.Count == 0 ? 0 : rows.Labels.Average(label => (double)label);

    /// <summary>The names of the metrics.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        nameof(RegressionMetrics.RSquared),
        nameof(RegressionMetrics.RootMeanSquaredError),
        nameof(RegressionMetrics.MeanAbsoluteError),
        nameof(RegressionMetrics.MeanSquaredError),
    ];

    /// <summary>Computes the metrics.</summary>
    /// <inheritdoc cref="WeightedMetrics"/>
    public void Compute(ReadOnlySpan<int> weights, Span<double> values)
    {
        double absolute = 0, squared = 0, sum = 0, sumOfSquares = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            double error = (double)rows.Labels[i] - rows.Predicted[i], label = rows.Labels[i] - _origin;
            absolute += weights[i] * Math.Abs(error);
            squared += weights[i] * error * error;
            sum += weights[i] * label;
            sumOfSquares += weights[i] * label * label;
        }

        double variation = sumOfSquares - (sum * sum / weights.Length);

        // Equal labels, up to rounding: there is nothing to explain.
        values[0] = variation > 1e-12 * sumOfSquares ? 1 - (squared / variation) : double.NaN;
        values[1] = Math.Sqrt(squared / weights.Length);
        values[2] = absolute / weights.Length;
        values[3] = squared / weights.Length;
    }
}
