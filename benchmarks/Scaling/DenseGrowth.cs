using MLNetDeep.Neural;
using MLNetDeep.Peers;

namespace MLNetDeep.Benchmarks.Scaling;

/// <summary>
/// Measures how epoch time scales with the number of rows, hidden units and threads. The network has one hidden layer of ReLU units and is
/// trained by Adam with batch size 32 on digits that are held in memory as bytes.
/// </summary>
internal static class DenseGrowth
{
    private const int DefaultUnitCount = 128;
    private const int DigitCount = 60_000;
    private const int WarmUpEpochs = 40;

    /// <summary>Measures and writes one Markdown table for each of the three numbers.</summary>
    public static void Measure(TextWriter output)
    {
        TrainingData digits = Digits.LoadTrainingSet();

        // Warm up until the background thread of tiered compilation has finished; it would compete with the measurements.
        SecondsPerEpoch(digits, DefaultUnitCount, threads: null, epochs: WarmUpEpochs);

        int[] rowCounts = [6_000, 60_000, 600_000];
        Func<int, double> measureRows =
            rows => SecondsPerEpoch(Repeat(digits, rows), DefaultUnitCount, threads: null, epochs: rows > DigitCount ? 2 : 4);
        GrowthTable.Write(output, "rows", rowCounts, "row", measureRows, rows => rows);
        int[] unitCounts = [32, 64, 128, 256, 512, 1024, 2048, 4096];
        Func<int, double> measureUnits = units => SecondsPerEpoch(digits, units, threads: null, epochs: units > 512 ? 2 : 4);
        GrowthTable.Write(output, "hidden units", unitCounts, "row and unit", measureUnits, units => (double)DigitCount * units);
        int[] threadCounts = [.. Enumerable.Range(1, Environment.ProcessorCount)];
        Func<int, double> measureThreads = threads => SecondsPerEpoch(digits, DefaultUnitCount, threads, epochs: 4);
        GrowthTable.Write(output, "threads", threadCounts, "row, all threads", measureThreads, _ => DigitCount);
    }

    private static double SecondsPerEpoch(TrainingData data, int unitCount, int? threads, int epochs)
    {
        NetworkSpec spec = new([Digits.PixelCount], [new Dense(unitCount, Activation.Relu), new Dense(10, Activation.Softmax)]);
        return GrowthTable.SecondsPerEpoch(spec, data, new FitOptions { Epochs = epochs, Threads = threads });
    }

    // Returns the first digits if there are enough of them, otherwise copies of all digits.
    private static TrainingData Repeat(TrainingData digits, int rows)
    {
        if (rows <= digits.RowCount)
        {
            return digits.Slice(0, rows);
        }

        byte[] features = new byte[(long)rows * Digits.PixelCount];
        int[] labels = new int[rows];
        byte[] pixels = Digits.LoadTrainingPixels().ToArray();
        for (int start = 0; start < rows; start += digits.RowCount)
        {
            pixels.CopyTo(features.AsSpan(start * Digits.PixelCount));
            digits.Labels.Span.CopyTo(labels.AsSpan(start));
        }

        return new TrainingData(new ByteFeatures(features, Digits.PixelCount), labels);
    }
}
