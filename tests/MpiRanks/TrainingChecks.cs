using MLNetDeep.Mpi;
using MLNetDeep.Neural;

namespace MpiRanks;

/// <summary>Trains a network with all ranks, and writes the losses of the steps and the weights. One rank also trains without an exchange.</summary>
internal static class TrainingChecks
{
    private const int Steps = 200;
    private const int Columns = 36;
    private const int Classes = 4;

    // The last batch of an epoch has 11 rows, so the ranks' parts of it are unequal.
    private const int Rows = 91;

    public static int Run(string folder)
    {
        MpiExchange world = MpiExchange.World;
        RankFolder output = new(folder, world.Rank);
        NetworkSpec spec = new(
            [6, 6, 1],
            [
                new Conv2D(4, 3, activation: Activation.Tanh), new BatchNormalization(), new SpatialDropout2D(0.1), new AveragePooling2D(2),
                new Flatten(), new Dense(12, Activation.Tanh), new Dropout(0.2), new Dense(Classes, Activation.Softmax),
            ]);

        // No kinks: rounding, of which there is another one on each number of ranks, would sometimes choose another side.
        // Each rank begins with weights of its own, of which those of rank 0 count.
        FitOptions options = new() { Optimizer = new Sgd(0.05, momentum: 0.9), BatchSize = 16, Iterations = Steps, Seed = 5, Threads = 1 };
        output.Write("losses", Losses(new Network(spec, seed: 3 + world.Rank), options with { GradientExchange = world }, out float[] weights));
        output.Write("weights", weights);
        if (world.Size == 1)
        {
            output.Write("losses alone", Losses(new Network(spec, seed: 3), options, out _));
        }

        return 0;
    }

    private static double[] Losses(Network network, FitOptions options, out float[] weights)
    {
        List<double> losses = [];
        network.Fit(Data(), options with
        {
            Callbacks = [new LambdaCallback { BatchEnd = (_, progress) => losses.Add(progress.BatchResult.Loss) }],
        });
        weights = [.. network.GetWeights().SelectMany(tensor => tensor.Values)];
        return [.. losses];
    }

    // A row is noise with a larger value in the column of its class.
    private static TrainingData Data()
    {
        Random random = new(7);
        float[] values = [.. Enumerable.Range(0, Rows * Columns).Select(_ => (float)((2 * random.NextDouble()) - 1))];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(Classes))];
        for (int row = 0; row < Rows; row++)
        {
            values[(row * Columns) + (labels[row] * 9)] += 2;
        }

        return new TrainingData(new DenseFeatures(values, Columns), labels);
    }
}
