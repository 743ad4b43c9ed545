using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// A rate that falls along half a cosine from η₀ to α·η₀ over n steps, then stays there: at step t,
/// η(t) = η₀ ((1 - α) (1 + cos(π min(t, n) / n)) / 2 + α). Same as Keras's <c>CosineDecay</c>.
/// </summary>
/// <remarks>Source: Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts" (2017), without restarts.</remarks>
public sealed record CosineDecay : LearningRateSchedule
{
    /// <summary>The default of <see cref="Alpha"/>.</summary>
    public const double DefaultAlpha = 0;

    /// <summary>Creates the schedule.</summary>
    /// <param name="initialRate">See <see cref="InitialRate"/>.</param>
    /// <param name="decaySteps">See <see cref="DecaySteps"/>.</param>
    /// <param name="alpha">See <see cref="Alpha"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public CosineDecay(double initialRate, long decaySteps, double alpha = DefaultAlpha)
    {
        InitialRate = ValidRate(initialRate, nameof(InitialRate));
        DecaySteps = ValidCount(decaySteps, nameof(DecaySteps));
        Alpha = Guard.Accept(alpha is >= 0 and <= 1, alpha, nameof(Alpha), "0 to 1");
    }

    /// <summary>The initial rate η₀. Accepted: above 0, finite.</summary>
    public double InitialRate { get; }

    /// <summary>The number n of steps over which the rate falls. Accepted: 1 or more.</summary>
    public long DecaySteps { get; }

    /// <summary>The final rate as a fraction α of η₀. Default 0; accepted: 0 to 1.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double cosine = (1 + Math.Cos(Math.PI * Math.Min(step, DecaySteps) / DecaySteps)) / 2;
        return InitialRate * (((1 - Alpha) * cosine) + Alpha);
    }
}
