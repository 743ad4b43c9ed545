using MLNetDeep.Neural.Training;
using Shared.Tests;

namespace MLNetDeep.Neural.Tests.Cpu.Exchange;

/// <summary>Trains sessions on parts of batches, each on a thread of its own, and a session on the whole batches.</summary>
internal static class RankTraining
{
    public const int Ranks = 3;

    public const int BatchSize = 12;

    // The positions in the batch of each rank's rows, for each step: unequal parts, scattered rows, no rows in one rank or in two.
    private static readonly int[][][] s_parts =
    [
        [[0, 1, 2, 3, 4], [5], [6, 7, 8, 9, 10, 11]],
        [[1, 3, 5, 7, 9, 11], [0, 10, 2], [4, 8, 6]],
        [[0, 1, 2, 3, 4, 5, 6], [], [7, 8, 9, 10, 11]],
        [[], [11, 2, 7], [0, 1, 3, 4, 5, 6, 8, 9, 10]],
        [[], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], []],
    ];

    /// <summary>Takes five steps of a session alone, with positions if an augmentation is on.</summary>
    public static (IReadOnlyList<NamedTensor> Weights, EvaluationResult[] Results) Whole(NetworkSpec spec, TrainingData data, FitOptions options)
    {
        using ITrainingSession session = Create(spec, options);
        EvaluationResult[] results = new EvaluationResult[s_parts.Length];
        for (int step = 0; step < s_parts.Length; step++)
        {
            if (options.Augmentation is not null)
            {
                session.SetPositions([.. Enumerable.Range(0, BatchSize)]);
            }

            results[step] = session.Step(data, [.. Enumerable.Range(0, BatchSize).Select(i => RowAt(step, i, data))]);
        }

        return (session.GetWeights(), results);
    }

    /// <summary>Takes the same steps in connected sessions. Each knows the rows by other indices.</summary>
    public static (IReadOnlyList<NamedTensor> Weights, EvaluationResult[] Results)[] InParts(NetworkSpec spec, TrainingData data, FitOptions options)
    {
        InProcessExchange[] exchanges = InProcessExchange.Create(Ranks);
        int[][] announced = new int[Ranks][];
        (IReadOnlyList<NamedTensor> Weights, EvaluationResult[] Results)[] all = OnThreads(rank =>
        {
            int shift = 5 * rank;
            TrainingData own = data.Select([.. Enumerable.Range(0, data.RowCount).Select(row => (row + shift) % data.RowCount)]);
            using ITrainingSession session = Create(spec, options with { GradientExchange = exchanges[rank] });
            EvaluationResult[] results = new EvaluationResult[s_parts.Length];
            for (int step = 0; step < s_parts.Length; step++)
            {
                int[] positions = s_parts[step][rank];
                session.SetPositions(positions);
                results[step] = session.Step(
                    own, [.. positions.Select(position => (RowAt(step, position, data) + data.RowCount - shift) % data.RowCount)]);
                Assert.Equal(announced[rank] ?? [.. exchanges[rank].Announced], exchanges[rank].Announced);
                announced[rank] = [.. exchanges[rank].Announced];
            }

            return (session.GetWeights(), results);
        });
        Assert.All(announced, order => Assert.Equal(announced[0], order));
        return all;
    }

    /// <summary>Runs an action for each rank on a thread of its own, and rethrows what one of them throws.</summary>
    public static T[] OnThreads<T>(Func<int, T> action) => Task.WhenAll(
        Enumerable.Range(0, Ranks).Select(rank => Task.Factory.StartNew(() => action(rank), TaskCreationOptions.LongRunning))).GetAwaiter().GetResult();

    private static ITrainingSession Create(NetworkSpec spec, FitOptions options) => AugmentingSession.Wrap(
        CpuBackend.Instance.CreateSession(spec, new Network(spec, seed: 3).GetWeights(), options), spec, options);

    private static int RowAt(int step, int position, TrainingData data) => ((step * BatchSize) + position) * 7 % data.RowCount;
}
