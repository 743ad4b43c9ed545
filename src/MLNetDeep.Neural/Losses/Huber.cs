using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// A loss that limits the influence of outliers. With the error e = p - y, where p is the prediction and y the target, the loss of an
/// output is e²/2 if |e| is at most δ, otherwise δ (|e| - δ/2). A row's loss is the mean over its outputs.
/// </summary>
/// <remarks>
/// The derivative of an output's loss with respect to p is e if |e| is at most δ, otherwise δ·sign(e); that of the row's loss is this
/// divided by the number of outputs. Source: Huber, "Robust estimation of a location parameter" (1964).
/// </remarks>
public sealed record Huber : RegressionLoss
{
    /// <summary>The default of <see cref="Delta"/>.</summary>
    public const double DefaultDelta = 1;

    /// <summary>Creates the loss.</summary>
    /// <param name="delta">See <see cref="Delta"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is not accepted.</exception>
    public Huber(double delta = DefaultDelta)
    {
        Delta = Guard.Accept(delta > 0 && double.IsFinite(delta), delta, nameof(Delta), "above 0, finite");
    }

    /// <summary>The absolute error δ above which the loss grows linearly. Default 1; accepted: above 0, finite.</summary>
    public double Delta { get; }

    internal override (LossSpec Loss, double Factor)? ForTargetDeviation(double deviation) =>
        (new Huber(Delta / deviation), deviation * deviation);

    /// <inheritdoc/>
    public override double Value(double prediction, double target)
    {
        double error = Math.Abs(prediction - target);
        return error <= Delta ? error * error / 2 : Delta * (error - (Delta / 2));
    }

    /// <inheritdoc/>
    public override double Derivative(double prediction, double target)
    {
        double error = prediction - target;
        return error > Delta ? Delta : error < -Delta ? -Delta : error;
    }
}
