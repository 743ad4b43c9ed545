using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// Linear warm-up before the schedule <see cref="After"/>. In the first n steps the rate rises linearly from s·η_after(0) to η_after(0),
/// the first rate of that schedule: at step t, η(t) = η_after(0) (s + (1 - s) t / n). At step n, the schedule starts at its own step 0.
/// </summary>
/// <remarks>Source: Goyal et al., "Accurate, large minibatch SGD" (2017).</remarks>
public sealed record WarmUp : LearningRateSchedule
{
    /// <summary>The default of <see cref="StartFactor"/>.</summary>
    public const double DefaultStartFactor = 0;

    /// <summary>Creates the schedule.</summary>
    /// <param name="after">See <see cref="After"/>.</param>
    /// <param name="steps">See <see cref="Steps"/>.</param>
    /// <param name="startFactor">See <see cref="StartFactor"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="after"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public WarmUp(LearningRateSchedule after, long steps, double startFactor = DefaultStartFactor)
    {
        ArgumentNullException.ThrowIfNull(after);
        After = after;
        Steps = ValidCount(steps, nameof(Steps));
        StartFactor = Guard.Accept(startFactor is >= 0 and <= 1, startFactor, nameof(StartFactor), "0 to 1");
    }

    /// <summary>The schedule that follows the warm-up. A number converts to a constant rate.</summary>
    public LearningRateSchedule After { get; }

    /// <summary>The number n of warm-up steps. Accepted: 1 or more.</summary>
    public long Steps { get; }

    /// <summary>
    /// The fraction s: warm-up starts at s times the first rate of <see cref="After"/>. Default 0, with which the first step changes
    /// nothing; accepted: 0 to 1.
    /// </summary>
    public double StartFactor { get; }

    /// <inheritdoc/>
    public override double At(long step) =>
        step >= Steps ? After.At(step - Steps) : After.At(0) * (StartFactor + ((1 - StartFactor) * step / Steps));
}
