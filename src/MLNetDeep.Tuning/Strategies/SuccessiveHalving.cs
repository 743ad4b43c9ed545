using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Tuning;

/// <summary>Trains many trials briefly, and the best of them longer.</summary>
/// <remarks>
/// <para>With n trials, the least number of epochs r and the reduction η, rung k = 0, 1, 2, ... has nₖ = ⌊n / ηᵏ⌋ trials, which are trained
/// for r·ηᵏ epochs in all. The best nₖ₊₁ of a rung are promoted to the next; of equal values, the trial with the lower number. The last
/// rung is that before nₖ is 0 or the epochs exceed <see cref="MaxEpochs"/>. The best trial of the search is that with the best value on any
/// rung.</para>
/// <para>Source: Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization" (2016), in the form of the
/// inner loop of Hyperband: Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar, "Hyperband: a novel bandit-based approach to hyperparameter
/// optimization" (2018), algorithm 1.</para>
/// </remarks>
public sealed record SuccessiveHalving : TuningStrategy
{
    /// <summary>The default of <see cref="Reduction"/>.</summary>
    public const int DefaultReduction = 3;

    /// <summary>The number of epochs on the first rung. Default 1. Accepted: 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MinEpochs { get; init => field = Guard.Positive(value); } = 1;

    /// <summary>
    /// The greatest number of epochs of a trial. Default null: there is no limit, and the last rung has fewer trials than <see cref="Reduction"/>.
    /// Accepted: 1 or more.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? MaxEpochs
    {
        get;
        init => field = value is { } epochs ? Guard.Positive(epochs) : null;
    }

    /// <summary>
    /// From one rung to the next, the number of trials is divided by it and the number of epochs multiplied. Default 3, as Li et al. propose.
    /// Accepted: 2 or more.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 2.</exception>
    public int Reduction { get; init => field = Guard.Accept(value >= 2, value, nameof(Reduction), "2 or more"); } = DefaultReduction;

    /// <summary>
    /// Whether a promoted trial goes on from where it stopped, which costs only the further epochs. If false, it begins anew with the larger
    /// number of epochs. Default true.
    /// </summary>
    /// <remarks>
    /// To go on, the trainer's options must be the same on every rung. A learning-rate schedule must therefore span
    /// <see cref="Trial.MaxEpochs"/>, not <see cref="Trial.Epochs"/>. Set this to false where the schedule follows the number of epochs.
    /// </remarks>
    public bool ContinueTraining { get; init; } = true;

    internal override bool ContinuesTraining => ContinueTraining;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1, or <see cref="MinEpochs"/> is above <see cref="MaxEpochs"/>.</exception>
    public override ImmutableArray<TuningRung> Rungs(int trials)
    {
        long limit = MaxEpochs ?? int.MaxValue;
        Guard.Accept(MinEpochs <= limit, MinEpochs, nameof(MinEpochs), $"at most {nameof(MaxEpochs)}, {limit}");
        ImmutableArray<TuningRung>.Builder rungs = ImmutableArray.CreateBuilder<TuningRung>();
        long epochs = MinEpochs;
        for (int left = Guard.Positive(trials, nameof(trials)); left >= 1 && epochs <= limit; left /= Reduction, epochs *= Reduction)
        {
            rungs.Add(new(left, (int)epochs));
        }

        return rungs.ToImmutable();
    }
}
