using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using MLNetDeep.Mpi;
using MLNetDeep.Neural;
using MLNetDeep.Peers;

namespace MLNetDeep.Benchmarks.Distributed.Sameness;

/// <summary>Trains a network in one process and on all ranks, and compares the losses of the steps.</summary>
internal sealed class SameTraining(string network, MpiExchange world)
{
    private const int Steps = 200;
    private const int Batch = 128;
    private const int ChangedTrainings = 4;

    private static readonly Lazy<TrainingData> s_digits = new(Digits.LoadTrainingSet);

    private readonly NetworkSpec _spec = SameNetworks.All[network].Create();

    /// <summary>Trains, and writes the result as a line of JSON in rank 0. The ranks share the trainings of one process.</summary>
    public void Run(TextWriter output)
    {
        double[]?[] alone = new double[1 + ChangedTrainings][];
        for (int i = world.Rank; i < alone.Length; i += world.Size)
        {
            alone[i] = Train(i == 0 ? null : i, null);
        }

        for (int i = 0; i < alone.Length; i++)
        {
            byte[][] losses = world.Gather(MemoryMarshal.AsBytes<double>(alone[i] ?? []));
            alone[i] = MemoryMarshal.Cast<byte, double>(losses[i % world.Size]).ToArray();
        }

        double[] plain = alone[0]!;
        double[] together = Train(null, world);
        if (world.Rank == 0)
        {
            double[] differences = Differences(together, plain);
            int first = Array.FindIndex(differences, difference => !(difference <= SameResult.Limit));
            output.WriteLine(JsonSerializer.Serialize(new SameResult(
                network,
                world.Size,
                Steps,
                Batch,
                differences.Max(),
                first < 0 ? Steps : first,
                plain[0],
                plain[^1],
                Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<double>(together))[..8]),
                [.. alone.Skip(1).Select(losses => Differences(losses!, plain).Max())])));
        }
    }

    private static double[] Differences(double[] losses, double[] expected) =>
        [.. losses.Zip(expected, (loss, other) => Math.Abs(loss - other) / Math.Abs(other))];

    // Returns the losses of the steps.
    private double[] Train(int? changed, IGradientExchange? exchange)
    {
        List<double> losses = [];
        Network trained = new(_spec, seed: 1);
        if (changed is { } seed)
        {
            NamedTensor[] weights = [.. trained.GetWeights()];
            ChangeOne(weights, new Random(seed));
            trained = new Network(_spec, weights);
        }

        trained.Fit(s_digits.Value, new FitOptions
        {
            Optimizer = SameNetworks.All[network].Optimizer,
            BatchSize = Batch,
            Iterations = Steps,
            Seed = 1,
            Threads = 1,
            GradientExchange = exchange,
            Callbacks = [new LambdaCallback { BatchEnd = (_, progress) => losses.Add(progress.BatchResult.Loss) }],
        });
        return [.. losses];
    }

    // Only weights that were drawn: a bias of 0, for which the next number is 1e-45, stands for no rounding.
    private static void ChangeOne(NamedTensor[] weights, Random random)
    {
        int[] drawn = [.. Enumerable.Range(0, weights.Length).Where(t => weights[t].Values.Distinct().Count() > 1)];
        int tensor = drawn[random.Next(drawn.Length)];
        float[] values = [.. weights[tensor].Values];
        int index = random.Next(values.Length);
        values[index] = MathF.BitIncrement(values[index]);
        weights[tensor] = new NamedTensor(weights[tensor].Name, weights[tensor].Shape, values);
    }
}
