using System.Diagnostics;
using MLNetDeep.Neural;

namespace MLNetDeep.Peers;

/// <summary>How the seconds of an epoch grow with rows, width and threads: Markdown tables for docs/performance.md.</summary>
internal static class Growth
{
    private const int Rounds = 3;

    /// <summary>Measures and prints.</summary>
    public static void Run()
    {
        TrainingData digits = Digits.Train();
        int[] threads = [.. new[] { 1, 2, 4, 8 }.Where(count => count == 1 || count <= Environment.ProcessorCount)];
        Heading("rows", threads);
        foreach (int rows in new[] { 6_000, 60_000, 600_000 })
        {
            Line(rows, threads, Repeated(digits, rows), 128);
        }

        Console.WriteLine();
        Heading("units", threads);
        foreach (int units in new[] { 32, 64, 128, 256, 512, 1024, 2048, 4096 })
        {
            Line(units, threads, digits, units);
        }
    }

    private static void Heading(string what, int[] threads)
    {
        Console.WriteLine($"| {what} | {string.Join(" | ", threads.Select(count => count == 1 ? "1 thread" : $"{count} threads"))} |");
        Console.WriteLine($"|---|{string.Concat(threads.Select(_ => "---|"))}");
    }

    private static void Line(int what, int[] threads, TrainingData data, int units) =>
        Console.WriteLine($"| {what:N0} | {string.Join(" | ", threads.Select(count => $"{Seconds(data, units, count):F3}"))} |");

    private static double Seconds(TrainingData data, int units, int threads)
    {
        NetworkSpec spec = new([Digits.Pixels], [new Dense(units, Activation.Relu), new Dropout(0.2), new Dense(10, Activation.Softmax)]);
        double best = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            using Network network = new(spec, seed: 1);
            long start = Stopwatch.GetTimestamp();
            network.Fit(data, new FitOptions { Threads = threads });
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    // As many rows as wanted, by taking the digits again and again.
    private static TrainingData Repeated(TrainingData digits, int rows)
    {
        float[] row = new float[Digits.Pixels];
        byte[] pixels = new byte[rows * Digits.Pixels];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            digits.Features.CopyRow(i % digits.RowCount, row);
            for (int j = 0; j < row.Length; j++)
            {
                pixels[(i * row.Length) + j] = (byte)MathF.Round(row[j] * 255);
            }

            labels[i] = digits.Labels.Span[i % digits.RowCount];
        }

        return new TrainingData(new ByteFeatures(pixels, Digits.Pixels), labels);
    }
}
