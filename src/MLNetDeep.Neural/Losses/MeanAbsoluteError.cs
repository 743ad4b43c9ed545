namespace MLNetDeep.Neural;

/// <summary>The mean over the outputs of |p - y|, where p is the prediction and y the target.</summary>
/// <remarks>Derivative by p: sign(p - y) / outputs; 0 where p = y.</remarks>
public sealed record MeanAbsoluteError : RegressionLoss
{
    internal override (LossSpec Loss, double Factor)? ForTargetDeviation(double deviation) => (this, deviation);

    /// <inheritdoc/>
    public override double Value(double prediction, double target) => Math.Abs(prediction - target);

    /// <inheritdoc/>
    public override double Derivative(double prediction, double target) =>
        prediction > target ? 1 : prediction < target ? -1 : prediction - target;
}
