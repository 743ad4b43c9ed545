using System.Collections.Immutable;
using Microsoft.ML;

namespace MLNetDeep.Reports;

/// <summary>Computes the results of a model of two classes.</summary>
internal static class BinaryEvaluation
{
    /// <summary>Reads a scored view and computes the results.</summary>
    /// <param name="scored">The view with the label, the score and perhaps the probability.</param>
    /// <param name="settings">The columns, and how much is computed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    public static BinaryResults Compute(IDataView scored, EvaluationSettings settings)
    {
        BinaryRows rows = BinaryRows.Read(scored, settings);
        RankedScores ranked = new(rows.Scores);
        float[] scores = rows.Probabilities ?? rows.Scores;
        int[,] confusion = ConfusionCounts.Count(2, Array.ConvertAll(rows.Labels, IndexOf), Array.ConvertAll(rows.Predicted, IndexOf));
        int samples = Bootstrap.SampleCount(settings.Samples, rows.Count);
        BinaryMetrics metrics = new(rows, ranked);
        (ImmutableArray<Example> first, ImmutableArray<Example> worst) = ExampleRows.Read(
            scored,
            settings,
            rows.Count,
            row => rows.Predicted[row] == rows.Labels[row] ? null : Math.Abs(rows.Scores[row]),
            CreateExample);
        return new BinaryResults
        {
            RowCount = rows.Count,
            MissingLabels = rows.MissingLabels,
            UnusableScores = rows.UnusableScores,
            Confusion = confusion,
            ClassScores = ConfusionCounts.Score(BinaryResults.ClassNames, confusion),
            Roc = RocCurve.Create("model", ranked, rows.Labels),
            PrecisionRecall = PrecisionRecallCurve.Create("model", ranked, rows.Labels),
            PositiveShare = (double)rows.Labels.Count(label => label) / rows.Count,
            Calibration = rows.Probabilities is null ? null : CalibrationBins.Compute(rows.Probabilities, rows.Labels),
            Scores = [.. ((bool[])[false, true]).Select(label => new ScoreGroup(
                BinaryResults.ClassNames[IndexOf(label)],
                [.. scores.Where((_, row) => rows.Labels[row] == label).Select(value => (double)value)]))],
            HasProbabilities = rows.Probabilities is not null,
            Intervals = Bootstrap.Intervals(metrics.Names, rows.Count, samples, settings.Seed, metrics.Compute),
            BootstrapSamples = samples,
            FirstRows = first,
            Mistakes = worst,
        };

        Example CreateExample(int row) => new(
            rows.Positions[row],
            BinaryResults.ClassNames[IndexOf(rows.Labels[row])],
            BinaryResults.ClassNames[IndexOf(rows.Predicted[row])],
            rows.Probabilities is null ? null : rows.Predicted[row] ? rows.Probabilities[row] : 1 - rows.Probabilities[row],
            rows.Predicted[row] == rows.Labels[row],
            null,
            null);
    }

    private static int IndexOf(bool label) => label ? 1 : 0;
}
