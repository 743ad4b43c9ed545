using System.Collections.Immutable;
using System.Globalization;
using Microsoft.ML;

namespace MLNetDeep.Reports;

/// <summary>Computes the results of a model that predicts a number.</summary>
internal static class RegressionEvaluation
{
    /// <summary>Reads a scored view and computes the results.</summary>
    /// <param name="scored">The view with the label and the score.</param>
    /// <param name="settings">The columns, and how much is computed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    public static RegressionResults Compute(IDataView scored, EvaluationSettings settings)
    {
        RegressionRows rows = RegressionRows.Read(scored, settings);
        double[] residuals = new double[rows.Count];
        for (int row = 0; row < residuals.Length; row++)
        {
            residuals[row] = (double)rows.Labels[row] - rows.Predicted[row];
        }

        int samples = Bootstrap.SampleCount(settings.Samples, rows.Count);
        (ImmutableArray<Example> first, ImmutableArray<Example> worst) = ExampleRows.Read(
            scored, settings, rows.Count, row => Math.Abs(residuals[row]), row => new Example(
                rows.Positions[row], Text(rows.Labels[row]), Text(rows.Predicted[row]), null, null, null, null));
        return new RegressionResults
        {
            RowCount = rows.Count,
            MissingLabels = rows.MissingLabels,
            UnusableScores = rows.UnusableScores,
            Actual = [.. rows.Labels.Select(value => (double)value)],
            Predicted = [.. rows.Predicted.Select(value => (double)value)],
            Intervals = Bootstrap.Intervals(NumberMetrics.Names, rows.Count, samples, settings.Seed, new NumberMetrics(rows).Compute),
            BootstrapSamples = samples,
            FirstRows = first,
            Mistakes = worst,

            // Sorts the residuals, so it comes last.
            Residuals = ResidualStatistics.Of(residuals),
        };
    }

    private static string Text(float value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
