namespace MLNetDeep.Neural;

/// <summary>
/// A loss for targets of very different magnitudes: the mean over the outputs of (log(1 + p) - log(1 + y))², where p is the prediction and
/// y the target. As in Keras, values of p and y below 1e-7 are raised to 1e-7.
/// </summary>
/// <remarks>Derivative by p: 2 (log(1 + p) - log(1 + y)) / (1 + p) / outputs; 0 for p below 1e-7.</remarks>
public sealed record MeanSquaredLogarithmicError : RegressionLoss
{
    private const double Minimum = 1e-7;

    /// <inheritdoc/>
    public override double Value(double prediction, double target)
    {
        double difference = Difference(prediction, target);
        return difference * difference;
    }

    /// <inheritdoc/>
    public override double Derivative(double prediction, double target) =>
        prediction < Minimum ? 0 : 2 * Difference(prediction, target) / (1 + prediction);

    // Math.Max returns NaN if either argument is NaN, so NaN predictions yield a NaN loss.
    private static double Difference(double prediction, double target) =>
        Math.Log(1 + Math.Max(prediction, Minimum)) - Math.Log(1 + Math.Max(target, Minimum));
}
