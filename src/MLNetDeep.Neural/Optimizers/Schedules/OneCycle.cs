using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// One rise and fall: the rate rises along half a cosine from η / d to η over the first share of the steps, then falls along half a cosine
/// to η / (d·e) at the last step, where it stays. PyTorch's <c>OneCycleLR</c> with its defaults, but the momentum does not change.
/// </summary>
/// <remarks>Smith and Topin, "Super-convergence" (2018).</remarks>
public sealed record OneCycle : LearningRateSchedule
{
    /// <summary>The default of <see cref="WarmUpShare"/>.</summary>
    public const double DefaultWarmUpShare = 0.3;

    /// <summary>The default of <see cref="InitialDivisor"/>.</summary>
    public const double DefaultInitialDivisor = 25;

    /// <summary>The default of <see cref="FinalDivisor"/>.</summary>
    public const double DefaultFinalDivisor = 10_000;

    /// <summary>Makes the schedule.</summary>
    /// <param name="maximumRate">See <see cref="MaximumRate"/>.</param>
    /// <param name="steps">See <see cref="Steps"/>.</param>
    /// <param name="warmUpShare">See <see cref="WarmUpShare"/>.</param>
    /// <param name="initialDivisor">See <see cref="InitialDivisor"/>.</param>
    /// <param name="finalDivisor">See <see cref="FinalDivisor"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public OneCycle(
        double maximumRate,
        int steps,
        double warmUpShare = DefaultWarmUpShare,
        double initialDivisor = DefaultInitialDivisor,
        double finalDivisor = DefaultFinalDivisor)
    {
        MaximumRate = Rate(maximumRate, nameof(MaximumRate));
        Steps = Count(steps, nameof(Steps));
        WarmUpShare = Guard.Accept(warmUpShare is >= 0 and <= 1, warmUpShare, nameof(WarmUpShare), "0 to 1");
        InitialDivisor = Guard.Accept(
            initialDivisor >= 1 && double.IsFinite(initialDivisor), initialDivisor, nameof(InitialDivisor), "1 or more, finite");
        FinalDivisor = Guard.Accept(
            finalDivisor >= 1 && double.IsFinite(finalDivisor), finalDivisor, nameof(FinalDivisor), "1 or more, finite");
    }

    /// <summary>η: the largest rate. Accepted: above 0, finite.</summary>
    public double MaximumRate { get; }

    /// <summary>The number of steps of the cycle. Accepted: 1 or more.</summary>
    public int Steps { get; }

    /// <summary>The share of the steps in which the rate rises. Default 0.3; accepted: 0 to 1.</summary>
    public double WarmUpShare { get; }

    /// <summary>d: the first rate is η / d. Default 25; accepted: 1 or more, finite.</summary>
    public double InitialDivisor { get; }

    /// <summary>e: the last rate is the first / e. Default 10,000; accepted: 1 or more, finite.</summary>
    public double FinalDivisor { get; }

    /// <inheritdoc/>
    public override double At(long step)
    {
        // The rate is largest at step peak, which need not be an integer.
        double last = Steps - 1;
        double peak = (WarmUpShare * Steps) - 1;
        double first = MaximumRate / InitialDivisor;
        double position = Math.Min(step, last);
        return position <= peak
            ? Cosine(first, MaximumRate, peak == 0 ? 1 : position / peak)
            : Cosine(MaximumRate, first / FinalDivisor, last <= peak ? 1 : (position - peak) / (last - peak));
    }

    private static double Cosine(double from, double to, double share) => to + ((from - to) * (1 + Math.Cos(Math.PI * share)) / 2);
}
