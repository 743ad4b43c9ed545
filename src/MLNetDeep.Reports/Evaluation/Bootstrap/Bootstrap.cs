using System.Collections.Immutable;
using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Reports;

/// <summary>
/// Confidence intervals by the percentile bootstrap (Efron 1979, "Bootstrap methods: another look at the jackknife"; Efron and Tibshirani
/// 1993, chapter 13).
/// </summary>
/// <remarks>
/// A sample draws as many rows as there are, each with the same probability, with replacement. A row's weight is how often it is drawn, so
/// that all weights together are one multinomial draw. The ends of the interval are the 2.5% and the 97.5% quantiles of the metric over
/// the samples. The intervals tell how far the metrics may differ on other test rows of the same kind. They say nothing of another
/// training.
/// </remarks>
internal static class Bootstrap
{
    private const double Confidence = 0.95;
    private const int MinSamples = 100;
    private const int MaxRowVisits = 50_000_000;

    /// <summary>
    /// Returns how many samples are drawn: at most as many as visit 50 million rows together, but 100 at least. All 1,000 of the default
    /// are drawn for up to 50,000 rows.
    /// </summary>
    /// <param name="wanted">The number of samples that the user wants. 0 for none.</param>
    /// <param name="rows">The number of rows.</param>
    public static int SampleCount(int wanted, int rows) =>
        rows < 2 ? 0 : Math.Min(wanted, Math.Max(MinSamples, MaxRowVisits / rows));

    /// <summary>Computes metrics and their intervals. They depend on the seed, and not on the number of threads.</summary>
    /// <param name="names">The names of the metrics.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="samples">The number of samples; see <see cref="SampleCount"/>. With 0, the ends of the intervals are NaN.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="compute">Computes the metrics; called by several threads. Samples for which a metric is NaN are left out.</param>
    public static ImmutableArray<MetricInterval> Intervals(
        ImmutableArray<string> names, int rows, int samples, int seed, WeightedMetrics compute)
    {
        double[] values = new double[names.Length];
        int[] once = new int[rows];
        Array.Fill(once, 1);
        compute(once, values);

        double[] drawn = new double[samples * names.Length];
        Parallel.For(0, samples, () => new int[rows], (sample, _, weights) =>
        {
            Draw(weights, seed, sample);
            compute(weights, drawn.AsSpan(sample * names.Length, names.Length));
            return weights;
        }, _ => { });

        return [.. names.Select((name, metric) =>
        {
            IEnumerable<double> all = Enumerable.Range(0, samples).Select(sample => drawn[(sample * names.Length) + metric]);
            double[] sorted = [.. all.Where(value => !double.IsNaN(value)).Order()];
            return new MetricInterval(
                name, values[metric], Quantiles.Of(sorted, (1 - Confidence) / 2), Quantiles.Of(sorted, (1 + Confidence) / 2));
        })];
    }

    /// <summary>Draws as many rows as there are weights, and counts how often each is drawn.</summary>
    /// <param name="weights">Receives the counts.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="sample">The number of the sample.</param>
    public static void Draw(Span<int> weights, int seed, int sample)
    {
        Xoshiro256 random = Seeds.Generator(seed, RandomStream.Bootstrap, sample);
        weights.Clear();
        for (int i = 0; i < weights.Length; i++)
        {
            weights[random.NextInt32(weights.Length)]++;
        }
    }
}
