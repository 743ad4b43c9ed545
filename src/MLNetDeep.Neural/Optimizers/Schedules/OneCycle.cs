using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// A rate that rises once and falls once. It rises along half a cosine from η / d to η in the first <see cref="WarmUpShare"/> of the steps,
/// falls along half a cosine to η / (d·e) at the last step, and stays there. Same as PyTorch's <c>OneCycleLR</c> with its defaults, except
/// that the momentum does not change.
/// </summary>
/// <remarks>Source: Smith and Topin, "Super-convergence" (2018).</remarks>
public sealed record OneCycle : LearningRateSchedule
{
    /// <summary>The default of <see cref="WarmUpShare"/>.</summary>
    public const double DefaultWarmUpShare = 0.3;

    /// <summary>The default of <see cref="InitialDivisor"/>.</summary>
    public const double DefaultInitialDivisor = 25;

    /// <summary>The default of <see cref="FinalDivisor"/>.</summary>
    public const double DefaultFinalDivisor = 10_000;

    /// <summary>Creates the schedule.</summary>
    /// <param name="maximumRate">See <see cref="MaximumRate"/>.</param>
    /// <param name="steps">See <see cref="Steps"/>.</param>
    /// <param name="warmUpShare">See <see cref="WarmUpShare"/>.</param>
    /// <param name="initialDivisor">See <see cref="InitialDivisor"/>.</param>
    /// <param name="finalDivisor">See <see cref="FinalDivisor"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public OneCycle(
        double maximumRate,
        long steps,
        double warmUpShare = DefaultWarmUpShare,
        double initialDivisor = DefaultInitialDivisor,
        double finalDivisor = DefaultFinalDivisor)
    {
        MaximumRate = ValidRate(maximumRate, nameof(MaximumRate));
        Steps = ValidCount(steps, nameof(Steps));
        WarmUpShare = Guard.Accept(warmUpShare is >= 0 and <= 1, warmUpShare, nameof(WarmUpShare), "0 to 1");
        InitialDivisor = Guard.Accept(
            initialDivisor >= 1 && double.IsFinite(initialDivisor), initialDivisor, nameof(InitialDivisor), "1 or more, finite");
        FinalDivisor = Guard.Accept(
            finalDivisor >= 1 && double.IsFinite(finalDivisor), finalDivisor, nameof(FinalDivisor), "1 or more, finite");
    }

    /// <summary>The largest rate η. Accepted: above 0, finite.</summary>
    public double MaximumRate { get; }

    /// <summary>The number of steps in the cycle. Accepted: 1 or more.</summary>
    public long Steps { get; }

    /// <summary>The fraction of the steps in which the rate rises. Default 0.3; accepted: 0 to 1.</summary>
    public double WarmUpShare { get; }

    /// <summary>The divisor d: the first rate is η / d. Default 25; accepted: 1 or more, finite.</summary>
    public double InitialDivisor { get; }

    /// <summary>The divisor e: the last rate is the first rate divided by e. Default 10,000; accepted: 1 or more, finite.</summary>
    public double FinalDivisor { get; }

    /// <inheritdoc/>
    public override double At(long step)
    {
        // The rate would be largest at step `peak`, which may lie between two steps.
        double last = Steps - 1;
        double peak = (WarmUpShare * Steps) - 1;
        double first = MaximumRate / InitialDivisor;
        double position = Math.Min(step, last);
        return position <= peak
            ? Cosine(first, MaximumRate, peak == 0 ? 1 : position / peak)
            : Cosine(MaximumRate, first / FinalDivisor, last <= peak ? 1 : (position - peak) / (last - peak));
    }

    private static double Cosine(double from, double to, double fraction) => to + ((from - to) * (1 + Math.Cos(Math.PI * fraction)) / 2);
}
