namespace MLNetDeep.Neural;

/// <summary>The metrics of <see cref="FitOptions.Metrics"/> over all rows of the training or validation data; compared by value.</summary>
/// <remarks>
/// <para>A metric that was not asked for is NaN. Row weights are ignored: each row counts once. With <see cref="BinaryCrossEntropy"/>, a
/// target above 1/2 is positive, and an output above 1/2 is a positive prediction; with several outputs, each output is a class of its own.
/// With <see cref="CategoricalCrossEntropy"/>, a row's class is its most probable one, the first on ties, and so is its predicted
/// class.</para>
/// <para>With one output, precision, recall and F1 are those of the positive class. With several outputs, they are the mean over the classes
/// that occur among the targets or the predictions, each with the same weight: the macro average of scikit-learn's
/// <c>precision_recall_fscore_support</c>. TP, FP and FN are the numbers of true positives, false positives and false negatives of a
/// class.</para>
/// </remarks>
public sealed record MetricValues
{
    /// <summary>
    /// The fraction of the rows whose class is among the <see cref="FitOptions.TopK"/> highest outputs; of equal outputs, the first counts
    /// as higher. With k = 1 it equals the accuracy. Needs <see cref="CategoricalCrossEntropy"/>. Source: Keras's
    /// <c>TopKCategoricalAccuracy</c>.
    /// </summary>
    public double TopKAccuracy { get; init; } = double.NaN;

    /// <summary>TP / (TP + FP); 0 if the class is never predicted. Classification only.</summary>
    public double Precision { get; init; } = double.NaN;

    /// <summary>TP / (TP + FN); 0 if no row has the class. Classification only.</summary>
    public double Recall { get; init; } = double.NaN;

    /// <summary>2 TP / (2 TP + FP + FN), the harmonic mean of precision and recall; 0 if both are 0. Classification only.</summary>
    public double F1Score { get; init; } = double.NaN;

    /// <summary>
    /// The area under the ROC curve: the probability that a random row of the class has a higher output than a random row of another class,
    /// where equal outputs count half. Classification only.
    /// </summary>
    /// <remarks>
    /// Computed exactly from ranks, not from thresholds as in Keras: (R - P(P + 1)/2) / (P N), where R is the sum of the ranks of the
    /// class's P rows among all rows by output, and N the number of other rows. Source: Hanley and McNeil, "The meaning and use of the area
    /// under a receiver operating characteristic (ROC) curve" (1982). With several outputs, it is the mean over the classes that some, but
    /// not all, rows have (one against the rest). NaN if there is no such class. Needs 4 bytes per row and output.
    /// </remarks>
    public double AreaUnderRocCurve { get; init; } = double.NaN;

    /// <summary>
    /// The coefficient of determination, 1 - Σ(y - p)² / Σ(y - m)², with the targets y, their mean m and the predictions p; with several
    /// outputs, the mean over the outputs. NaN if all targets of an output are equal. Regression only. Source: scikit-learn's
    /// <c>r2_score</c>.
    /// </summary>
    public double RSquared { get; init; } = double.NaN;
}
