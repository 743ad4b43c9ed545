namespace MLNetDeep.Neural;

/// <summary>A schedule with the same rate at every step.</summary>
public sealed record ConstantRate : LearningRateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="learningRate">See <see cref="LearningRate"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is not accepted.</exception>
    public ConstantRate(double learningRate)
    {
        LearningRate = ValidRate(learningRate, nameof(LearningRate));
    }

    /// <summary>The rate. Accepted: above 0, finite.</summary>
    public double LearningRate { get; }

    /// <inheritdoc/>
    public override double At(long step) => LearningRate;
}
