namespace Microsoft.ML.Data;

/// <summary>How well the scores of two or more classes agree with the labels.</summary>
/// <remarks>
/// Rows are left out of every metric where the label is missing, negative or not a whole number, or where a score is not
/// finite. A label beyond the scored classes counts as wrong, with the log-loss of the smallest probability, 1e-15.
/// </remarks>
public sealed class MulticlassClassificationMetrics
{
    internal MulticlassClassificationMetrics(MulticlassTally tally, int topKPredictionCount, IReadOnlyList<string> classNames)
    {
        MicroAccuracy = tally.MicroAccuracy;
        MacroAccuracy = tally.MacroAccuracy;
        LogLoss = tally.LogLoss;
        LogLossReduction = tally.LogLossReduction;
        PerClassLogLoss = tally.PerClassLogLoss;
        TopKPredictionCount = topKPredictionCount;
        TopKAccuracyForAllK = topKPredictionCount > 0 ? tally.TopKAccuracies(topKPredictionCount) : null;
        ConfusionMatrix = new ConfusionMatrix(tally.Confusion, classNames, isBinary: false);
    }

    /// <summary>
    /// The mean of -ln(p), where p is the score of the true class, taken as its probability and held within 1e-15..1.
    /// 0 is perfect; without rows it is 0.
    /// </summary>
    public double LogLoss { get; }

    /// <summary>
    /// How much smaller the log-loss is than that of predicting, for every row, each class with its share among the labels:
    /// (H - <see cref="LogLoss"/>) / H, where H is the entropy of the labels. 1 is perfect, 0 no better than the shares,
    /// negative worse. Not finite where all labels are equal; NaN without rows.
    /// </summary>
    public double LogLossReduction { get; }

    /// <summary>The mean, over the classes that occur among the labels, of the share of their rows that is predicted right.</summary>
    public double MacroAccuracy { get; }

    /// <summary>The share of all rows that is predicted right.</summary>
    public double MicroAccuracy { get; }

    /// <summary>
    /// The share of rows whose true class is among the <see cref="TopKPredictionCount"/> highest scores; 0 where that is 0.
    /// Of classes with equal scores the first counts as the higher.
    /// </summary>
    public double TopKAccuracy => TopKAccuracyForAllK is { Count: > 0 } accuracies ? accuracies[^1] : 0;

    /// <summary>The K for which <see cref="TopKAccuracy"/> was asked; 0 where it was not.</summary>
    public int TopKPredictionCount { get; }

    /// <summary>The top-K accuracies for K = 1 to <see cref="TopKPredictionCount"/>; null where that is 0.</summary>
    public IReadOnlyList<double>? TopKAccuracyForAllK { get; }

    /// <summary>For each class, the mean of -ln(p) over its rows, as in <see cref="LogLoss"/>; 0 where it has none.</summary>
    public IReadOnlyList<double> PerClassLogLoss { get; }

    /// <summary>How often each class was predicted as each class.</summary>
    public ConfusionMatrix ConfusionMatrix { get; }
}
