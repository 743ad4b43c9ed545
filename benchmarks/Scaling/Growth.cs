using System.Globalization;
using MLNetDeep.Neural;
using MLNetDeep.Peers;

namespace MLNetDeep.Benchmarks.Scaling;

/// <summary>
/// Measures the seconds per epoch of a network with one hidden layer: ReLU, Adam, batch size 32, digits as bytes in memory.
/// </summary>
internal static class Growth
{
    private const int Width = 128;
    private const int Rows = 60_000;
    private const int WarmUpEpochs = 40;

    public static void Measure(TextWriter output)
    {
        TrainingData digits = Digits.Train();

        // The runtime compiles and recompiles on a background thread, which would compete with the measurements.
        Seconds(digits, Width, threads: null, epochs: WarmUpEpochs);

        int[] rowCounts = [6_000, 60_000, 600_000];
        Table(output, "rows", rowCounts, "row", 1, rows => Seconds(Repeat(digits, rows), Width, null, rows > Rows ? 2 : 4), rows => rows);
        int[] widths = [32, 64, 128, 256, 512, 1024, 2048, 4096];
        Func<int, double> measureWidth = width => Seconds(digits, width, null, width > 512 ? 2 : 4);
        Table(output, "hidden units", widths, "row and unit", Rows, measureWidth, width => width);
        int[] threadCounts = [.. Enumerable.Range(1, Environment.ProcessorCount)];
        Table(output, "threads", threadCounts, "row, all threads", Rows, threads => Seconds(digits, Width, threads, 4), _ => 1);
    }

    private static void Table(
        TextWriter output, string what, int[] sizes, string unit, int rows, Func<int, double> measure, Func<int, double> share)
    {
        output.WriteLine($"| {what} | seconds per epoch | nanoseconds per {unit} |");
        output.WriteLine("|---|---|---|");
        foreach (int size in sizes)
        {
            double seconds = measure(size);
            double each = seconds * 1e9 / (rows * share(size));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {size:N0} | {seconds:F4} | {each:F1} |"));
        }

        output.WriteLine();
    }

    // The fastest epoch except the first, which touches memory for the first time.
    private static double Seconds(TrainingData data, int width, int? threads, int epochs)
    {
        NetworkSpec spec = new([Digits.Pixels], [new Dense(width, Activation.Relu), new Dense(10, Activation.Softmax)]);
        Network network = new(spec, seed: 1);
        TrainingHistory history = network.Fit(data, new FitOptions { Epochs = epochs, Threads = threads });
        return history.Epochs.Skip(1).Min(epoch => epoch.Duration.TotalSeconds);
    }

    private static TrainingData Repeat(TrainingData digits, int rows)
    {
        if (rows <= digits.RowCount)
        {
            return digits.Slice(0, rows);
        }

        byte[] features = new byte[(long)rows * Digits.Pixels];
        int[] labels = new int[rows];
        byte[] one = Digits.TrainingPixels().ToArray();
        for (int start = 0; start < rows; start += digits.RowCount)
        {
            one.CopyTo(features.AsSpan(start * Digits.Pixels));
            digits.Labels.Span.CopyTo(labels.AsSpan(start));
        }

        return new TrainingData(new ByteFeatures(features, Digits.Pixels), labels);
    }
}
