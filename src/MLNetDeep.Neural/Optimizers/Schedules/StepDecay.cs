using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// A rate that is multiplied by f every n steps: at step t, η(t) = η₀·f^⌊t / n⌋. Like PyTorch's <c>StepLR</c>, but a step is one batch.
/// </summary>
public sealed record StepDecay : LearningRateSchedule
{
    /// <summary>The default of <see cref="Factor"/>, as in PyTorch.</summary>
    public const double DefaultFactor = 0.1;

    /// <summary>Creates the schedule.</summary>
    /// <param name="initialRate">See <see cref="InitialRate"/>.</param>
    /// <param name="stepSize">See <see cref="StepSize"/>.</param>
    /// <param name="factor">See <see cref="Factor"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public StepDecay(double initialRate, long stepSize, double factor = DefaultFactor)
    {
        InitialRate = ValidRate(initialRate, nameof(InitialRate));
        StepSize = ValidCount(stepSize, nameof(StepSize));
        Factor = Guard.Accept(factor is > 0 and <= 1, factor, nameof(Factor), "above 0, at most 1");
    }

    /// <summary>The initial rate η₀. Accepted: above 0, finite.</summary>
    public double InitialRate { get; }

    /// <summary>The number n of steps after which the rate changes. Accepted: 1 or more.</summary>
    public long StepSize { get; }

    /// <summary>The factor f. Default 0.1; accepted: above 0, at most 1.</summary>
    public double Factor { get; }

    /// <inheritdoc/>
    public override double At(long step) => InitialRate * Math.Pow(Factor, step / StepSize);
}
