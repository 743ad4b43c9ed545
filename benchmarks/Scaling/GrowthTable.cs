using System.Globalization;
using MLNetDeep.Neural;

namespace MLNetDeep.Benchmarks.Scaling;

/// <summary>Measures the time of epochs and writes the times of networks of growing size as a Markdown table.</summary>
internal static class GrowthTable
{
    /// <summary>Writes the epoch time for each size, and that time divided by the number of items that an epoch processes at this size.</summary>
    public static void Write(
        TextWriter output, string sizeName, int[] sizes, string itemName, Func<int, double> measure, Func<int, double> itemsPerEpoch)
    {
        output.WriteLine($"| {sizeName} | seconds per epoch | nanoseconds per {itemName} |");
        output.WriteLine("|---|---|---|");
        foreach (int size in sizes)
        {
            double seconds = measure(size);
            double nanosecondsPerItem = seconds * 1e9 / itemsPerEpoch(size);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {size:N0} | {seconds:F4} | {nanosecondsPerItem:F1} |"));
        }

        output.WriteLine();
    }

    /// <summary>
    /// Returns the time of the fastest epoch. The first epoch is ignored, because the operating system only then provides the memory.
    /// </summary>
    public static double SecondsPerEpoch(NetworkSpec spec, TrainingData data, FitOptions options)
    {
        Network network = new(spec, seed: 1);
        TrainingHistory history = network.Fit(data, options);
        return history.Epochs.Skip(1).Min(epoch => epoch.Duration.TotalSeconds);
    }
}
