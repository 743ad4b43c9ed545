using System.Collections.Concurrent;
using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Tests.Support;
using MLNetDeep.Trainers;
using Shared.Tests;

namespace MLNetDeep.Tests.Trainers.Distribution;

/// <summary>Trains pipelines in several ranks, each with an MLContext of its own, as processes have.</summary>
public class DistributedTrainerTests
{
    [Fact]
    public void Every_rank_has_the_seed_of_the_first_and_the_first_alone_logs()
    {
        MultilayerPerceptronOptions options = new() { HiddenUnits = [4], Iterations = 0, StandardizeFeatures = false, StandardizeLabels = false };
        ConcurrentBag<int> logged = [];
        float[][] weights = Run(2, (exchange, rank) =>
        {
            // Without a seed, each MLContext draws another one.
            MLContext ml = new();
            ml.Log += (_, e) =>
            {
                if (e.Source.Contains("MultilayerPerceptron", StringComparison.Ordinal) && e.Kind >= Microsoft.ML.Runtime.ChannelMessageKind.Info)
                {
                    logged.Add(rank);
                }
            };
            return Weights(ml.MulticlassClassification.Trainers.MultilayerPerceptron(options with { Distribution = exchange }).Fit(Flowers.View(ml)));
        });
        Assert.Equal(weights[0], weights[1]);
        Assert.NotEmpty(logged);
        Assert.All(logged, rank => Assert.Equal(0, rank));
    }

    private static float[] Weights(NetworkTransformer model) => [.. model.Model.GetWeights().SelectMany(tensor => tensor.Values)];

    private static T[] Run<T>(int ranks, Func<IGradientExchange, int, T> train)
    {
        InProcessExchange[] exchanges = InProcessExchange.Create(ranks);
        return Task.WhenAll(exchanges.Select(exchange => Task.Factory.StartNew(
            () => train(exchange, exchange.Rank), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).GetAwaiter().GetResult();
    }
}
