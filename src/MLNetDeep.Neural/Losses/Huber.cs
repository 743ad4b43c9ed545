using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// The mean over the outputs of a function of the error e = p - y: e²/2 if |e| is at most δ, otherwise δ (|e| - δ/2). Quadratic near the
/// target and linear far from it, so outliers have less influence.
/// </summary>
/// <remarks>
/// Derivative by p: e if |e| is at most δ, otherwise ±δ, divided by the number of outputs. Huber, "Robust estimation of a location
/// parameter" (1964).
/// </remarks>
public sealed record Huber : RegressionLoss
{
    /// <summary>The default of <see cref="Delta"/>.</summary>
    public const double DefaultDelta = 1;

    /// <summary>Makes the loss.</summary>
    /// <param name="delta">See <see cref="Delta"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is not accepted.</exception>
    public Huber(double delta = DefaultDelta)
    {
        Delta = Guard.Accept(delta > 0 && double.IsFinite(delta), delta, nameof(Delta), "above 0, finite");
    }

    /// <summary>δ: the error above which the loss grows linearly. Default 1; accepted: above 0, finite.</summary>
    public double Delta { get; }

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
