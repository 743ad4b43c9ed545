namespace Microsoft.ML.Data;

/// <summary>How well scores for two classes agree with the labels.</summary>
/// <remarks>
/// A label above 0 is positive, and so is a prediction where the score is above 0. Rows are left out of every metric where
/// the score is not finite or the label is missing.
/// </remarks>
public class BinaryClassificationMetrics
{
    internal BinaryClassificationMetrics(BinaryTally tally, IReadOnlyList<string> classNames)
    {
        AreaUnderRocCurve = tally.AreaUnderRocCurve;
        AreaUnderPrecisionRecallCurve = tally.AreaUnderPrecisionRecallCurve;
        Accuracy = tally.Accuracy;
        PositivePrecision = tally.PositivePrecision;
        PositiveRecall = tally.PositiveRecall;
        NegativePrecision = tally.NegativePrecision;
        NegativeRecall = tally.NegativeRecall;
        F1Score = tally.F1Score;
        ConfusionMatrix = new ConfusionMatrix(tally.Confusion, classNames, isBinary: true);
    }

    /// <summary>
    /// The probability that a positive row taken at random has a higher score than a negative one taken at random, where
    /// equal scores count half. 1 is perfect, 0.5 no better than chance.
    /// </summary>
    public double AreaUnderRocCurve { get; }

    /// <summary>The share of rows that are predicted right.</summary>
    public double Accuracy { get; }

    /// <summary>The share of the rows predicted positive that are; 0 where none is predicted positive.</summary>
    public double PositivePrecision { get; }

    /// <summary>The share of the positive rows that are predicted so.</summary>
    public double PositiveRecall { get; }

    /// <summary>The share of the rows predicted negative that are; 0 where none is predicted negative.</summary>
    public double NegativePrecision { get; }

    /// <summary>The share of the negative rows that are predicted so.</summary>
    public double NegativeRecall { get; }

    /// <summary>The harmonic mean of <see cref="PositivePrecision"/> and <see cref="PositiveRecall"/>; 0 where both are 0.</summary>
    public double F1Score { get; }

    /// <summary>
    /// The area under the curve of precision over recall as the score above which rows are predicted positive falls from
    /// the highest on, by the trapezoid rule. Of more than 100,000 rows, as many taken at random are used.
    /// </summary>
    public double AreaUnderPrecisionRecallCurve { get; }

    /// <summary>How often each class was predicted as each class; class 0 is the positive one.</summary>
    public ConfusionMatrix ConfusionMatrix { get; }
}
