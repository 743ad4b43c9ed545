namespace MLNetDeep.Neural;

/// <summary>The mean over the outputs of (p - y)², where p is the prediction and y the target.</summary>
/// <remarks>Derivative by p: 2 (p - y) / outputs.</remarks>
public sealed record MeanSquaredError : RegressionLoss
{
    internal override (LossSpec Loss, double Factor)? ForTargetDeviation(double deviation) => (this, deviation * deviation);

    /// <inheritdoc/>
    public override double Value(double prediction, double target) => (prediction - target) * (prediction - target);

    /// <inheritdoc/>
    public override double Derivative(double prediction, double target) => 2 * (prediction - target);
}
