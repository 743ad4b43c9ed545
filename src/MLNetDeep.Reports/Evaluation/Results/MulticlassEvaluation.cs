using System.Collections.Immutable;
using Microsoft.ML;

namespace MLNetDeep.Reports;

/// <summary>Computes the results of a model of several classes.</summary>
internal static class MulticlassEvaluation
{
    /// <summary>Reads a scored view and computes the results.</summary>
    /// <param name="scored">The view with the label and the scores.</param>
    /// <param name="settings">The columns, and how much is computed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has the wrong type.</exception>
    /// <exception cref="ArgumentException">The keys of the label stand for the model's classes in another order.</exception>
    public static MulticlassResults Compute(IDataView scored, EvaluationSettings settings)
    {
        MulticlassRows rows = MulticlassRows.Read(scored, settings);
        (float[] confidences, bool[] isRight) = Confidences(rows);
        CalibrationCurve? calibration = CalibrationBins.Compute(confidences, isRight);
        int[,] confusion = ConfusionCounts.Count(rows.ClassCount, rows.Labels, rows.Predicted);
        (ImmutableArray<Curve> roc, ImmutableArray<Curve> precisionRecall) = Curves(rows);
        int samples = Bootstrap.SampleCount(settings.Samples, rows.Count);
        (ImmutableArray<Example> first, ImmutableArray<Example> worst) = ExampleRows.Read(
            scored, settings, rows.Count, row => isRight[row] ? null : confidences[row], row => new Example(
                rows.Positions[row],
                NameOf(rows, rows.Labels[row]),
                rows.ClassNames[rows.Predicted[row]],
                calibration is null ? null : confidences[row],
                isRight[row],
                null,
                null));
        return new MulticlassResults
        {
            RowCount = rows.Count,
            MissingLabels = rows.MissingLabels,
            UnusableScores = rows.UnusableScores,
            UnknownClasses = rows.Count - confusion.Cast<int>().Sum(count => (long)count),
            ClassNames = rows.ClassNames,
            Confusion = confusion,
            ClassScores = ConfusionCounts.Score(rows.ClassNames, confusion),
            Roc = roc,
            PrecisionRecall = precisionRecall,
            Calibration = calibration,
            Confidences =
            [
                new ScoreGroup("predicted right", [.. confidences.Where((_, row) => isRight[row]).Select(value => (double)value)]),
                new ScoreGroup("predicted wrong", [.. confidences.Where((_, row) => !isRight[row]).Select(value => (double)value)]),
            ],
            Intervals = Bootstrap.Intervals(
                MulticlassMetrics.Names, rows.Count, samples, settings.Seed, new MulticlassMetrics(rows).Compute),
            BootstrapSamples = samples,
            FirstRows = first,
            Mistakes = worst,
        };
    }

    private static (float[] Confidences, bool[] IsRight) Confidences(MulticlassRows rows)
    {
        float[] confidences = new float[rows.Count];
        bool[] isRight = new bool[rows.Count];
        for (int row = 0; row < rows.Count; row++)
        {
            confidences[row] = rows.ScoresOf(row)[rows.Predicted[row]];
            isRight[row] = rows.Predicted[row] == rows.Labels[row];
        }

        return (confidences, isRight);
    }

    private static (ImmutableArray<Curve> Roc, ImmutableArray<Curve> PrecisionRecall) Curves(MulticlassRows rows)
    {
        Curve[] roc = new Curve[rows.ClassCount], precisionRecall = new Curve[rows.ClassCount];
        bool[] isPositive = new bool[rows.Count];
        for (int index = 0; index < rows.ClassCount; index++)
        {
            ReadOnlySpan<int> labels = rows.Labels;
            for (int row = 0; row < isPositive.Length; row++)
            {
                isPositive[row] = labels[row] == index;
            }

            RankedScores ranked = new(rows.ScoresOfClass(index));
            roc[index] = RocCurve.Create(rows.ClassNames[index], ranked, isPositive);
            precisionRecall[index] = PrecisionRecallCurve.Create(rows.ClassNames[index], ranked, isPositive);
        }

        return ([.. roc, RocCurve.Average("average of the classes", roc)], [.. precisionRecall]);
    }

    private static string NameOf(MulticlassRows rows, int label) =>
        label < rows.ClassCount ? rows.ClassNames[label] : $"unknown class {label}";
}
