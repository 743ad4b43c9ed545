using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// A rate that changes smoothly by the factor r over every n steps: at step t, η(t) = η₀·r^(t / n), where t / n is not rounded. Same as
/// Keras's <c>ExponentialDecay</c>.
/// </summary>
/// <remarks>
/// With a factor above 1 the rate grows, as in a learning-rate range test. For a rate that stays constant for n steps at a time, see
/// <see cref="StepDecay"/>.
/// </remarks>
public sealed record ExponentialDecay : LearningRateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="initialRate">See <see cref="InitialRate"/>.</param>
    /// <param name="decaySteps">See <see cref="DecaySteps"/>.</param>
    /// <param name="decayRate">See <see cref="DecayRate"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public ExponentialDecay(double initialRate, long decaySteps, double decayRate)
    {
        InitialRate = ValidRate(initialRate, nameof(InitialRate));
        DecaySteps = ValidCount(decaySteps, nameof(DecaySteps));
        DecayRate = Guard.Accept(decayRate > 0 && double.IsFinite(decayRate), decayRate, nameof(DecayRate), "above 0, finite");
    }

    /// <summary>The initial rate η₀. Accepted: above 0, finite.</summary>
    public double InitialRate { get; }

    /// <summary>The number n of steps over which the rate changes by the factor r. Accepted: 1 or more.</summary>
    public long DecaySteps { get; }

    /// <summary>The factor r. Accepted: above 0, finite.</summary>
    public double DecayRate { get; }

    /// <inheritdoc/>
    public override double At(long step) => InitialRate * Math.Pow(DecayRate, (double)step / DecaySteps);
}
