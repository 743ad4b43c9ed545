namespace MLNetDeep.Neural;

/// <summary>The loss and metrics over some rows, as sums, so that results of several batches can be added.</summary>
/// <param name="LossSum">The sum over the rows of loss times weight; the layers' penalties are added once per row.</param>
/// <param name="CorrectCount">The number of correct predictions; see <see cref="Accuracy"/>.</param>
/// <param name="RowCount">The number of rows.</param>
/// <param name="PredictionCount">
/// The number of predictions that can be correct: one per row with <see cref="CategoricalCrossEntropy"/>, one per output with
/// <see cref="BinaryCrossEntropy"/>, none with regression losses.
/// </param>
/// <param name="AbsoluteErrorSum">The sum over the rows of the mean over the outputs of |prediction - target|; NaN for classes.</param>
public readonly record struct EvaluationResult(
    double LossSum, long CorrectCount, long RowCount, long PredictionCount, double AbsoluteErrorSum)
{
    /// <summary>Creates a result of classification, with one prediction per row.</summary>
    /// <param name="lossSum">See <see cref="LossSum"/>.</param>
    /// <param name="correctCount">See <see cref="CorrectCount"/>.</param>
    /// <param name="rowCount">See <see cref="RowCount"/>.</param>
    public EvaluationResult(double lossSum, long correctCount, long rowCount)
        : this(lossSum, correctCount, rowCount, rowCount, double.NaN)
    {
    }

    /// <summary>The mean loss: <see cref="LossSum"/> divided by <see cref="RowCount"/>.</summary>
    /// <remarks>As in Keras, the sum is not divided by the sum of the weights. NaN without rows.</remarks>
    public double Loss => LossSum / RowCount;

    /// <summary>The share of correct predictions, from 0 to 1; NaN for regression.</summary>
    /// <remarks>
    /// Every prediction counts once, whatever its weight. A class is correct if it is the most probable one (the lowest of equal ones). A
    /// binary output is correct if it is above 1/2 for the target 1, or 1/2 or less for the target 0.
    /// </remarks>
    public double Accuracy => (double)CorrectCount / PredictionCount;

    /// <summary>The mean over rows and outputs of |prediction - target|, without weights; NaN for classes.</summary>
    public double MeanAbsoluteError => AbsoluteErrorSum / RowCount;

    /// <summary>Adds two results: the sum is the result over the rows of both.</summary>
    public static EvaluationResult operator +(EvaluationResult left, EvaluationResult right) => new(
        left.LossSum + right.LossSum,
        left.CorrectCount + right.CorrectCount,
        left.RowCount + right.RowCount,
        left.PredictionCount + right.PredictionCount,
        left.AbsoluteErrorSum + right.AbsoluteErrorSum);
}
