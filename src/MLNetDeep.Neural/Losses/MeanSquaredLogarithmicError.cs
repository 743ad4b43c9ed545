namespace MLNetDeep.Neural;

/// <summary>
/// The mean over the outputs of (log(1 + p) - log(1 + y))²: for targets of very different magnitudes. Predictions p and targets y below
/// 1e-7 count as 1e-7, as in Keras.
/// </summary>
/// <remarks>Derivative by p: 2 (log(1 + p) - log(1 + y)) / (1 + p) / outputs; 0 for p below 1e-7.</remarks>
public sealed record MeanSquaredLogarithmicError : RegressionLoss
{
    private const double Least = 1e-7;

    /// <inheritdoc/>
    public override double Value(double prediction, double target)
    {
        double difference = Difference(prediction, target);
        return difference * difference;
    }

    /// <inheritdoc/>
    public override double Derivative(double prediction, double target) =>
        prediction < Least ? 0 : 2 * Difference(prediction, target) / (1 + prediction);

    // Math.Max returns NaN if an operand is NaN.
    private static double Difference(double prediction, double target) =>
        Math.Log(1 + Math.Max(prediction, Least)) - Math.Log(1 + Math.Max(target, Least));
}
