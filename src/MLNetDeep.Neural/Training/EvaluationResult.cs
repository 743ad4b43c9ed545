namespace MLNetDeep.Neural;

/// <summary>The loss and metrics over some rows, kept as sums so that results of parts can be added.</summary>
/// <param name="LossSum">The sum over the rows of loss times weight; the layers' penalties count once per row.</param>
/// <param name="CorrectCount">The predictions that are right: see <see cref="Accuracy"/>.</param>
/// <param name="RowCount">The number of rows.</param>
/// <param name="PredictionCount">
/// The predictions that can be right or wrong: one per row with <see cref="CategoricalCrossEntropy"/>, one per output with
/// <see cref="BinaryCrossEntropy"/>, none with regression losses.
/// </param>
/// <param name="AbsoluteErrorSum">The sum over the rows of the mean over the outputs of |prediction - target|; NaN for classes.</param>
public readonly record struct EvaluationResult(
    double LossSum, long CorrectCount, long RowCount, long PredictionCount, double AbsoluteErrorSum)
{
    /// <summary>A result with one prediction per row, as classes have.</summary>
    /// <param name="lossSum">See <see cref="LossSum"/>.</param>
    /// <param name="correctCount">See <see cref="CorrectCount"/>.</param>
    /// <param name="rowCount">See <see cref="RowCount"/>.</param>
    public EvaluationResult(double lossSum, long correctCount, long rowCount)
        : this(lossSum, correctCount, rowCount, rowCount, double.NaN)
    {
    }

    /// <summary>
    /// The mean loss: <see cref="LossSum"/> over <see cref="RowCount"/>, as Keras has it (weights are not divided out). NaN without rows.
    /// </summary>
    public double Loss => LossSum / RowCount;

    /// <summary>
    /// The share of predictions that are right, each counted once whatever its weight: of classes, the most probable is the target's (of
    /// equal ones the lowest counts); of binary outputs, those above 1/2 have the target 1 and the others 0. NaN for regression.
    /// </summary>
    public double Accuracy => (double)CorrectCount / PredictionCount;

    /// <summary>The mean over rows and outputs of |prediction - target|; weights do not count. NaN for classes.</summary>
    public double MeanAbsoluteError => AbsoluteErrorSum / RowCount;

    /// <summary>The result over the rows of both.</summary>
    public static EvaluationResult operator +(EvaluationResult left, EvaluationResult right) => new(
        left.LossSum + right.LossSum,
        left.CorrectCount + right.CorrectCount,
        left.RowCount + right.RowCount,
        left.PredictionCount + right.PredictionCount,
        left.AbsoluteErrorSum + right.AbsoluteErrorSum);
}
