using System.Diagnostics;
using System.Globalization;
using MLNetDeep.Mpi;
using MLNetDeep.Neural;

namespace MLNetDeep.Benchmarks.Distributed.Measuring;

/// <summary>Measures what the links between the ranks deliver: the numbers that the arithmetic needs.</summary>
internal static class LinkMeasurement
{
    private const int LargeCount = 4 << 20;
    private const int SmallRepetitions = 50;
    private const int LargeRepetitions = 4;

    /// <summary>Sums few and many numbers over the ranks, and writes the delay of a trip and the rate in rank 0.</summary>
    public static void Run(TextWriter output)
    {
        MpiExchange world = MpiExchange.World;
        double[] few = new double[Math.Max(world.Size, 6)];
        double smallSeconds = SecondsOf(() => world.Sum(few), SmallRepetitions);
        float[] many = new float[LargeCount];
        double largeSeconds = SecondsOf(
            () =>
            {
                world.Begin(new EvaluationResult(0, 0, 1, 1, 0));
                world.OnGradientReady(0, many);
                world.Finish();
            },
            LargeRepetitions);
        if (world.Rank != 0)
        {
            return;
        }

        double trip = smallSeconds / (2 * Math.Ceiling(Math.Log2(world.Size)));
        double bytes = 2.0 * (world.Size - 1) / world.Size * LargeCount * sizeof(float);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{world.Size} ranks: {trip * 1e3:F3} ms for a trip from rank to rank; {bytes * 8 / largeSeconds / 1e6:F0} Mbit/s for large sums."));
    }

    private static double SecondsOf(Action action, int repetitions)
    {
        action();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < repetitions; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / repetitions;
    }
}
