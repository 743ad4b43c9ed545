namespace MLNetDeep.Neural;

/// <summary>The same rate in every step.</summary>
public sealed record ConstantRate : LearningRateSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="learningRate">See <see cref="LearningRate"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is not accepted.</exception>
    public ConstantRate(double learningRate)
    {
        LearningRate = Rate(learningRate, nameof(LearningRate));
    }

    /// <summary>The rate. Accepted: above 0, finite.</summary>
    public double LearningRate { get; }

    /// <inheritdoc/>
    public override double At(long step) => LearningRate;
}
