namespace MLNetDeep.Neural.Training;

/// <summary>Gathers what a metric needs, row by row.</summary>
internal abstract class MetricAccumulator
{
    /// <summary>Adds the outputs of a row.</summary>
    /// <param name="row">The row within the data.</param>
    /// <param name="outputs">The network's outputs for the row.</param>
    public abstract void Add(int row, ReadOnlySpan<float> outputs);

    /// <summary>Combines what the ranks have gathered, each of its part of the rows (<see cref="RankShare"/>), so that each has all.</summary>
    /// <param name="exchange">The exchange.</param>
    public abstract void Combine(IGradientExchange exchange);

    /// <summary>Replaces each count by its sum over the ranks.</summary>
    protected static void Sum(IGradientExchange exchange, params ReadOnlySpan<long[]> counts)
    {
        foreach (long[] array in counts)
        {
            double[] sums = Array.ConvertAll(array, count => (double)count);
            exchange.Sum(sums);
            for (int i = 0; i < sums.Length; i++)
            {
                array[i] = (long)sums[i];
            }
        }
    }
}
