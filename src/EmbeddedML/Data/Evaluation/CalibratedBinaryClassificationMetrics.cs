namespace Microsoft.ML.Data;

/// <summary>How well scores and probabilities for two classes agree with the labels. Logarithms are to base 2.</summary>
public sealed class CalibratedBinaryClassificationMetrics : BinaryClassificationMetrics
{
    internal CalibratedBinaryClassificationMetrics(BinaryTally tally, IReadOnlyList<string> classNames) : base(tally, classNames)
    {
        LogLoss = tally.LogLoss;
        LogLossReduction = tally.LogLossReduction;
        Entropy = tally.Entropy;
    }

    /// <summary>
    /// The mean of -log2(p), where p is the probability given to the true class. 0 is perfect; infinite where a true class
    /// was given the probability 0; NaN where a probability is NaN.
    /// </summary>
    public double LogLoss { get; }

    /// <summary>
    /// How much smaller the log-loss is than that of predicting, for every row, the share of positives as the probability:
    /// (H - <see cref="LogLoss"/>) / H, where H is the <see cref="Entropy"/>. 1 is perfect, 0 no better than the share.
    /// </summary>
    public double LogLossReduction { get; }

    /// <summary>The entropy of the labels in bits: -q log2(q) - (1 - q) log2(1 - q), where q is the share of positives.</summary>
    public double Entropy { get; }
}
