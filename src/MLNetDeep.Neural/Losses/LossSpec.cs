namespace MLNetDeep.Neural;

/// <summary>What training minimises: the mean over a batch's rows of each row's loss times its weight. Data only; compared by value.</summary>
public abstract record LossSpec
{
    private protected LossSpec()
    {
    }

    /// <summary>Refuses networks whose output this loss cannot judge.</summary>
    /// <exception cref="ArgumentException">The last layer does not fit.</exception>
    internal abstract void Check(NetworkSpec spec);
}
