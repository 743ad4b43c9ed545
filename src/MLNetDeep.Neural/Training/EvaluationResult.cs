namespace MLNetDeep.Neural;

/// <summary>The loss and accuracy over some rows, kept as sums so that results of parts can be added.</summary>
/// <param name="LossSum">The sum over the rows of loss times weight.</param>
/// <param name="CorrectCount">The number of rows whose most probable class is the label; of equal classes the lowest counts.</param>
/// <param name="RowCount">The number of rows.</param>
public readonly record struct EvaluationResult(double LossSum, long CorrectCount, long RowCount)
{
    /// <summary>
    /// The mean loss: <see cref="LossSum"/> over <see cref="RowCount"/>, as Keras has it (weights are not divided out). NaN without rows.
    /// </summary>
    public double Loss => LossSum / RowCount;

    /// <summary>The share of rows that are correct, each counted once whatever its weight. NaN without rows.</summary>
    public double Accuracy => (double)CorrectCount / RowCount;

    /// <summary>The result over the rows of both.</summary>
    public static EvaluationResult operator +(EvaluationResult left, EvaluationResult right) =>
        new(left.LossSum + right.LossSum, left.CorrectCount + right.CorrectCount, left.RowCount + right.RowCount);
}
