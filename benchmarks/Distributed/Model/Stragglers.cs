namespace MLNetDeep.Benchmarks.Distributed.Model;

/// <summary>Assumptions on how unequal the hosts of a cluster are. The defaults are assumptions, not measurements.</summary>
/// <param name="HostSpread">Hosts differ for good: the standard deviation of the logarithm of their compute time.</param>
/// <param name="StepSpread">Steps differ: the same for each step of each host.</param>
/// <param name="StallProbability">The probability that a host stalls in a step, for example because another program runs.</param>
/// <param name="StallSeconds">The mean length of a stall; lengths are exponential.</param>
internal sealed record Stragglers(
    double HostSpread = 0.02, double StepSpread = 0.05, double StallProbability = 1e-4, double StallSeconds = 0.05)
{
    /// <summary>All hosts are equal.</summary>
    public static readonly Stragglers None = new(0, 0, 0, 0);
}
