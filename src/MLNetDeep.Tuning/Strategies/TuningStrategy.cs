using System.Collections.Immutable;

namespace MLNetDeep.Tuning;

/// <summary>How a search spends its epochs on the trials: <see cref="RandomSearch"/> or <see cref="SuccessiveHalving"/>.</summary>
public abstract record TuningStrategy
{
    private protected TuningStrategy()
    {
    }

    /// <summary>Returns the rungs of a search: how many trials train how long.</summary>
    /// <param name="trials">The number of trials, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public abstract ImmutableArray<TuningRung> Rungs(int trials);

    /// <summary>Whether a trial that is promoted goes on from its checkpoint.</summary>
    internal virtual bool ContinuesTraining => false;

    /// <summary>Whether a finished search may be given more trials later.</summary>
    internal virtual bool MayGrow => false;
}
