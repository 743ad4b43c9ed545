namespace MLNetDeep.Neural;

/// <summary>The loss and metrics over some rows. They are stored as sums, so that results of several batches can be added.</summary>
/// <param name="LossSum">The sum over the rows of (row loss x row weight + the layers' penalties).</param>
/// <param name="CorrectCount">The number of correct predictions; see <see cref="Accuracy"/>.</param>
/// <param name="RowCount">The number of rows.</param>
/// <param name="PredictionCount">
/// The number of predictions that can be correct: one per row with <see cref="CategoricalCrossEntropy"/>, one per output with
/// <see cref="BinaryCrossEntropy"/>, none with regression losses.
/// </param>
/// <param name="AbsoluteErrorSum">
/// The sum of the rows' absolute errors. A row's error is the mean of |prediction - target| over its outputs. NaN for classification.
/// </param>
public readonly record struct EvaluationResult(
    double LossSum, long CorrectCount, long RowCount, long PredictionCount, double AbsoluteErrorSum)
{
    /// <summary>Creates a classification result with one prediction per row.</summary>
    /// <param name="lossSum">See <see cref="LossSum"/>.</param>
    /// <param name="correctCount">See <see cref="CorrectCount"/>.</param>
    /// <param name="rowCount">See <see cref="RowCount"/>.</param>
    public EvaluationResult(double lossSum, long correctCount, long rowCount)
        : this(lossSum, correctCount, rowCount, rowCount, double.NaN)
    {
    }

    /// <summary>The mean loss: <see cref="LossSum"/> divided by <see cref="RowCount"/>.</summary>
    /// <remarks>As in Keras, the sum of the weights is not used as the divisor. NaN if there are no rows.</remarks>
    public double Loss => LossSum / RowCount;

    /// <summary>The fraction of correct predictions, from 0 to 1; NaN for regression.</summary>
    /// <remarks>
    /// Weights are ignored: every prediction counts once. With several classes, a prediction is correct if the row's class has the highest
    /// probability; on ties, the lowest class wins. A binary output is correct if it is above 1/2 for the target 1, or at most 1/2 for the
    /// target 0.
    /// </remarks>
    public double Accuracy => (double)CorrectCount / PredictionCount;

    /// <summary>The mean of |prediction - target| over rows and outputs, without weights; NaN for classification.</summary>
    public double MeanAbsoluteError => AbsoluteErrorSum / RowCount;

    /// <summary>Adds two results. The sum is the result over the rows of both.</summary>
    public static EvaluationResult operator +(EvaluationResult left, EvaluationResult right) => new(
        left.LossSum + right.LossSum,
        left.CorrectCount + right.CorrectCount,
        left.RowCount + right.RowCount,
        left.PredictionCount + right.PredictionCount,
        left.AbsoluteErrorSum + right.AbsoluteErrorSum);
}
