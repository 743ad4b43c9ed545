using MLNetDeep.Neural.Tests.Support;
using Shared.Tests;

namespace MLNetDeep.Neural.Tests.Training.Ranks;

/// <summary>What a rank knows after a training: losses of the batches, history and weights.</summary>
internal sealed record RankRun(double[] Losses, TrainingHistory? History, Network Network)
{
    /// <summary>Runs an action for each rank on a thread of its own. Rethrows what one of them throws.</summary>
    public static T[] OnThreads<T>(int ranks, Func<int, IGradientExchange, T> action)
    {
        InProcessExchange[] exchanges = InProcessExchange.Create(ranks);
        return Task.WhenAll(exchanges.Select((exchange, rank) => Task.Factory.StartNew(() => action(rank, exchange), TaskCreationOptions.LongRunning)))
            .GetAwaiter().GetResult();
    }

    /// <summary>Trains on several ranks.</summary>
    /// <param name="ranks">The number of ranks.</param>
    /// <param name="spec">The network. Each rank has other initial weights; rank 0 those of <see cref="Plain"/>.</param>
    /// <param name="data">The rows.</param>
    /// <param name="options">The options of a rank, without an exchange.</param>
    public static RankRun[] Fit(int ranks, NetworkSpec spec, TrainingData data, Func<int, FitOptions> options) =>
        OnThreads(ranks, (rank, exchange) => Fit(new Network(spec, seed: 3 + rank), data, options(rank) with { GradientExchange = exchange }));

    public static RankRun[] Fit(int ranks, NetworkSpec spec, TrainingData data, FitOptions options) => Fit(ranks, spec, data, _ => options);

    /// <summary>Trains in one process, without an exchange.</summary>
    public static RankRun Plain(NetworkSpec spec, TrainingData data, FitOptions options) => Fit(new Network(spec, seed: 3), data, options);

    public static RankRun Fit(Network network, TrainingData data, FitOptions options)
    {
        List<double> losses = [];
        TrainingCallback record = new LambdaCallback { BatchEnd = (_, progress) => losses.Add(progress.BatchResult.Loss) };
        TrainingHistory history = network.Fit(data, options with { Threads = 1, Callbacks = [.. options.Callbacks, record] });
        return new([.. losses], history, network);
    }

    /// <summary>Checks that all runs have the same losses, results and weights, bit for bit.</summary>
    public static void AllSame(IReadOnlyList<RankRun> runs) => Assert.All(runs, run =>
    {
        Assert.Equal(runs[0].Losses, run.Losses);
        Assert.Equal(runs[0].History?.Epochs.Select(Values), run.History?.Epochs.Select(Values));
        Close.SameBits(runs[0].Network.GetWeights(), run.Network.GetWeights());
    });

    /// <summary>Checks that the losses of the batches differ by at most the given part.</summary>
    public void AssertLosses(RankRun expected, double tolerance)
    {
        Assert.Equal(expected.Losses.Length, Losses.Length);
        double largest = expected.Losses.Zip(Losses, (left, right) => Math.Abs(left - right) / Math.Abs(left)).Max();
        Assert.True(largest <= tolerance, $"The losses differ by {largest:G3} of their values.");
    }

    private static (EvaluationResult, EvaluationResult?, MetricValues?, MetricValues?, double) Values(EpochResult epoch) =>
        (epoch.Training, epoch.Validation, epoch.TrainingMetrics, epoch.ValidationMetrics, epoch.LearningRate);
}
