using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// A rate that falls as η(t) = η₀ / (1 + d·t) at step t: Keras's <c>InverseTimeDecay</c> and its former <c>decay</c> option.
/// </summary>
public sealed record TimeDecay : LearningRateSchedule
{
    /// <summary>Creates the schedule.</summary>
    /// <param name="initialRate">See <see cref="InitialRate"/>.</param>
    /// <param name="decay">See <see cref="Decay"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public TimeDecay(double initialRate, double decay)
    {
        InitialRate = ValidRate(initialRate, nameof(InitialRate));
        Decay = Guard.Accept(decay >= 0 && double.IsFinite(decay), decay, nameof(Decay), "0 or more, finite");
    }

    /// <summary>The initial rate η₀. Accepted: above 0, finite.</summary>
    public double InitialRate { get; }

    /// <summary>The decay d per step. Accepted: 0 or more, finite.</summary>
    public double Decay { get; }

    /// <inheritdoc/>
    public override double At(long step) => InitialRate / (1 + (Decay * step));
}
