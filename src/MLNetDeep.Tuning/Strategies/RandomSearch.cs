using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Tuning;

/// <summary>Trains every trial to its end.</summary>
/// <remarks>
/// Random values cover each parameter more finely than a grid of as many trials: Bergstra and Bengio, "Random search for hyper-parameter
/// optimization" (2012). The search may be given more trials later: the journal keeps what is done.
/// </remarks>
public sealed record RandomSearch : TuningStrategy
{
    /// <summary>The number of epochs of each trial. Default null: what the trainer's options say. Accepted: 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int? Epochs
    {
        get;
        init => field = value is { } epochs ? Guard.Positive(epochs) : null;
    }

    internal override bool MayGrow => true;

    /// <inheritdoc/>
    public override ImmutableArray<TuningRung> Rungs(int trials) => [new(Guard.Positive(trials, nameof(trials)), Epochs)];
}
