using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>η(t) = η₀·f^⌊t / n⌋: every n steps the rate is multiplied by f. PyTorch's <c>StepLR</c>, but steps are batches.</summary>
public sealed record StepDecay : LearningRateSchedule
{
    /// <summary>The default of <see cref="Factor"/>, PyTorch's.</summary>
    public const double DefaultFactor = 0.1;

    /// <summary>Makes the schedule.</summary>
    /// <param name="initialRate">See <see cref="InitialRate"/>.</param>
    /// <param name="stepSize">See <see cref="StepSize"/>.</param>
    /// <param name="factor">See <see cref="Factor"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public StepDecay(double initialRate, int stepSize, double factor = DefaultFactor)
    {
        InitialRate = Rate(initialRate, nameof(InitialRate));
        StepSize = Count(stepSize, nameof(StepSize));
        Factor = Guard.Accept(factor is > 0 and <= 1, factor, nameof(Factor), "above 0, at most 1");
    }

    /// <summary>η₀. Accepted: above 0, finite.</summary>
    public double InitialRate { get; }

    /// <summary>n: the number of steps with the same rate. Accepted: 1 or more.</summary>
    public int StepSize { get; }

    /// <summary>f. Default 0.1; accepted: above 0, at most 1.</summary>
    public double Factor { get; }

    /// <inheritdoc/>
    public override double At(long step) => InitialRate * Math.Pow(Factor, step / StepSize);
}
