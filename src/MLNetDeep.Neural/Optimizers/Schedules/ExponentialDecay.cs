using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// η(t) = η₀·r^(t / n), without rounding t / n: over n steps the rate changes by the factor r. Keras's <c>ExponentialDecay</c>.
/// </summary>
/// <remarks>
/// With a factor above 1 the rate grows, as in a learning-rate range test. For a rate that falls in steps see <see cref="StepDecay"/>.
/// </remarks>
public sealed record ExponentialDecay : LearningRateSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="initialRate">See <see cref="InitialRate"/>.</param>
    /// <param name="decaySteps">See <see cref="DecaySteps"/>.</param>
    /// <param name="decayRate">See <see cref="DecayRate"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public ExponentialDecay(double initialRate, int decaySteps, double decayRate)
    {
        InitialRate = Rate(initialRate, nameof(InitialRate));
        DecaySteps = Count(decaySteps, nameof(DecaySteps));
        DecayRate = Guard.Accept(decayRate > 0 && double.IsFinite(decayRate), decayRate, nameof(DecayRate), "above 0, finite");
    }

    /// <summary>η₀. Accepted: above 0, finite.</summary>
    public double InitialRate { get; }

    /// <summary>n. Accepted: 1 or more.</summary>
    public int DecaySteps { get; }

    /// <summary>r. Accepted: above 0, finite.</summary>
    public double DecayRate { get; }

    /// <inheritdoc/>
    public override double At(long step) => InitialRate * Math.Pow(DecayRate, (double)step / DecaySteps);
}
