namespace MLNetDeep.Benchmarks.Distributed.Model;

/// <summary>Simulates the steps of hosts that are not equally fast. Every exchange waits for the slowest host.</summary>
internal static class ClusterSimulation
{
    /// <summary>Returns the mean time of a step, in seconds.</summary>
    /// <param name="step">The step of an average host, and its exchange.</param>
    /// <param name="hosts">The number of hosts, a rank on each.</param>
    /// <param name="link">The link of each host.</param>
    /// <param name="stragglers">How unequal the hosts are.</param>
    /// <param name="exchanges">The number of exchanges to simulate.</param>
    /// <param name="seed">The seed of the random numbers.</param>
    public static double MeanStepSeconds(TrainingStep step, int hosts, NetworkLink link, Stragglers stragglers, int exchanges, int seed)
    {
        Random random = new(seed);
        double[] factors = new double[hosts];
        for (int host = 0; host < hosts; host++)
        {
            factors[host] = LogNormal(random, stragglers.HostSpread);
        }

        double exchange = step.ExchangeSeconds(hosts, link);
        double total = 0;
        for (int i = 0; i < exchanges; i++)
        {
            double slowest = 0;
            foreach (double factor in factors)
            {
                slowest = Math.Max(slowest, ComputeSeconds(step, factor, stragglers, random));
            }

            total += slowest + exchange;
        }

        return total / exchanges / step.LocalSteps;
    }

    // The time in which a host computes the steps between two exchanges.
    private static double ComputeSeconds(TrainingStep step, double factor, Stragglers stragglers, Random random)
    {
        double seconds = 0;
        for (int i = 0; i < step.LocalSteps; i++)
        {
            seconds += step.ComputeSeconds * factor * LogNormal(random, stragglers.StepSpread);
            if (random.NextDouble() < stragglers.StallProbability)
            {
                seconds -= stragglers.StallSeconds * Math.Log(1 - random.NextDouble());
            }
        }

        return seconds;
    }

    // A random number whose logarithm is normal, with the mean 1 (Box and Muller 1958).
    private static double LogNormal(Random random, double spread)
    {
        double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return Math.Exp((spread * normal) - (spread * spread / 2));
    }
}
