using System.Diagnostics;
using MLNetDeep.Neural;
using MLNetDeep.Peers;

namespace MLNetDeep.Benchmarks.Scaling;

/// <summary>
/// Measures how epoch time grows with the sizes of convolutional, recurrent and embedding layers. The networks are those of the workloads
/// conv-mnist, lstm and embedding-pool of benchmarks/peers, trained by Adam unless stated otherwise.
/// </summary>
/// <remarks>
/// The multiply-adds of a row are those of its training, by the direct algorithm: one per weight and position for the outputs, one for the
/// gradient of the weights and, except in the first layer, one for the gradient of the inputs.
/// </remarks>
internal static class LayerGrowth
{
    private const int ConvolutionFilters = 32;
    private const int RecurrentRowCount = 2000;
    private const int TimeSteps = 200;
    private const int RecurrentUnits = 32;
    private const int EmbeddingRowCount = 4000;

    // After so long, the background thread of tiered compilation has finished; it would compete with the measurements.
    private const double WarmUpSeconds = 3;

    /// <summary>Writes a table for the rows and one for the filters of a network with two convolutions.</summary>
    public static void MeasureConvolution(TextWriter output)
    {
        const int filterTableRows = 3000;
        TrainingData digits = Digits.LoadTrainingSet();
        FitOptions options = new() { Epochs = 6, BatchSize = 64 };
        Func<int, int, double> measure =
            (rows, filters) => GrowthTable.SecondsPerEpoch(Networks.ConvMnist(filters), digits.Slice(0, rows), options);
        WarmUp(() => measure(640, ConvolutionFilters));
        GrowthTable.Write(output, "rows", [1500, 6000, 24_000], "row", rows => measure(rows, ConvolutionFilters), rows => rows);
        GrowthTable.Write(
            output,
            "filters",
            [16, 32, 64, 128],
            "row and 1,000 multiply-adds",
            filters => measure(filterTableRows, filters),
            filters => filterTableRows * ConvolutionMultiplyAdds(filters) / 1000);
    }

    /// <summary>Writes a table for the time steps and one for the units of a network with one LSTM.</summary>
    public static void MeasureRecurrent(TextWriter output)
    {
        FitOptions options = new() { Epochs = 6 };
        Func<int, int, double> measure = (steps, units) => GrowthTable.SecondsPerEpoch(
            Networks.Lstm(steps, units), RandomRows.CreateTexts(RecurrentRowCount, steps), options);
        WarmUp(() => measure(25, RecurrentUnits));
        GrowthTable.Write(
            output,
            "time steps",
            [25, 50, 100, 200, 400],
            "row and time step",
            steps => measure(steps, RecurrentUnits),
            steps => (double)RecurrentRowCount * steps);
        GrowthTable.Write(
            output,
            "units",
            [16, 32, 64, 128],
            "row and 1,000 multiply-adds",
            units => measure(TimeSteps, units),
            units => RecurrentRowCount * RecurrentMultiplyAdds(units) / 1000);
    }

    /// <summary>
    /// Writes two tables for the words per row of a network that averages the words' embeddings: trained by Adam, which updates the whole
    /// table of embeddings in each step, and by gradient descent, which updates the words that occur.
    /// </summary>
    public static void MeasureEmbedding(TextWriter output)
    {
        Func<int, OptimizerSpec, double> measure = (words, optimizer) => GrowthTable.SecondsPerEpoch(
            Networks.EmbeddingPool(words),
            RandomRows.CreateTexts(EmbeddingRowCount, words),
            new FitOptions { Epochs = 60, Optimizer = optimizer });
        foreach ((string name, OptimizerSpec optimizer) in new (string, OptimizerSpec)[] { ("Adam", new Adam()), ("SGD", new Sgd()) })
        {
            WarmUp(() => measure(50, optimizer));
            GrowthTable.Write(
                output,
                $"words per row, {name}",
                [50, 100, 200, 400, 800],
                "row and word",
                words => measure(words, optimizer),
                words => (double)EmbeddingRowCount * words);
        }
    }

    // The outputs of the convolutions have 26 x 26 and 11 x 11 positions, the last pooling layer's have 5 x 5.
    private static double ConvolutionMultiplyAdds(int filters)
    {
        double first = 26 * 26 * 9 * filters;
        double second = 11 * 11 * 9 * filters * (2 * filters);
        double dense = (5 * 5 * 2 * filters * 128) + (128 * 10);
        return (2 * first) + (3 * (second + dense));
    }

    // Each of the four gates reads an embedding and the units. The embedding itself has no products.
    private static double RecurrentMultiplyAdds(int units) =>
        3d * ((TimeSteps * 4 * units * (Networks.LstmEmbeddingSize + units)) + units);

    private static void WarmUp(Action run)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds)
        {
            run();
        }
    }
}
