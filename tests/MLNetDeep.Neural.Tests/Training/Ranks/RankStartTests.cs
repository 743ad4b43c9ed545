using MLNetDeep.Neural.Tests.Support;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural.Tests.Training.Ranks;

/// <summary>Ranks compare what they are about to train, start with the weights of rank 0, and compare their weights while they train.</summary>
public class RankStartTests
{
    private static readonly FitOptions s_options = new() { BatchSize = 16, Epochs = 2, Threads = 1 };

    private static TrainingData Data => Samples.Separable(98, 20, 5);

    public static TheoryData<string, string> Differences => new()
    {
        { "batch", "BatchSize is 16 in ranks 0, 2, 8 in rank 1." },
        { "rows", "the number of rows to train on is 98 in ranks 0, 2, 97 in rank 1." },
        { "network", "the network of rank 1 is not that of ranks 0, 2." },
        { "validation", "the number of validation rows is 0 in ranks 0, 2, 5 in rank 1." },
        { "epochs", "Epochs is 2 in ranks 0, 2, 3 in rank 1." },
        { "local steps", "LocalSteps is 1 in ranks 0, 2, 4 in rank 1." },
        { "rate", "in rank 1." },
        { "savers", "the list of callbacks that read the network is [] in ranks 0, 2, [CheckpointSaver (every 3 batches)] in rank 1." },
        { "reader", "the list of callbacks that read the network is [] in ranks 0, 2, [Reader] in rank 1." },
        { "backend", "Backend is CpuBackend in ranks 0, 2, OtherBackend in rank 1." },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void A_rank_that_trains_in_another_way_is_named(string name, string difference)
    {
        string[] messages = RankRun.OnThreads(3, (rank, exchange) =>
        {
            Network network = new(rank == 1 && name == "network" ? Samples.Mlp(hidden: 25) : Samples.Mlp(), seed: rank);
            IReadOnlyList<NamedTensor> weights = network.GetWeights();
            FitOptions own = s_options with { GradientExchange = exchange, LocalSteps = name is "savers" or "reader" ? 2 : 1, Callbacks = [new LambdaCallback()] };
            FitOptions options = rank != 1 ? own : name switch
            {
                "batch" => own with { BatchSize = 8 },
                "epochs" => own with { Epochs = 3 },
                "validation" => own with { ValidationData = Data.Slice(0, 5) },
                "local steps" => own with { LocalSteps = 4 },
                "savers" => own with { Callbacks = [new CheckpointSaver("never written", everyBatches: 3)] },
                "reader" => own with { Callbacks = [new Reader()] },
                "backend" => own with { Backend = new OtherBackend() },
                "rate" => own with { Optimizer = new Adam(0.5) },
                _ => own,
            };
            TrainingData data = rank == 1 && name == "rows" ? Data.Slice(0, 97) : Data;
            ArgumentException exception = Assert.Throws<ArgumentException>(() => network.Fit(data, options));
            Close.SameBits(weights, network.GetWeights());
            return exception.Message;
        });
        Assert.All(messages, message => Assert.Equal(messages[0], message));
        Assert.StartsWith("The ranks train in different ways: ", messages[0]);
        Assert.Contains(difference, messages[0]);
    }

    [Theory]
    [InlineData("features", "training")]
    [InlineData("targets", "training")]
    [InlineData("features", "validation")]
    public void A_rank_with_rows_of_its_own_is_named(string difference, string set)
    {
        TrainingData shard = difference == "features" ? new(Samples.Data(98, 20, 5, key: 7).Features, Data.Targets) : new(Data.Features, new int[98]);
        string[] messages = RankRun.OnThreads(3, (rank, exchange) =>
        {
            TrainingData own = rank == 1 ? shard : Data;
            FitOptions options = s_options with { GradientExchange = exchange, ValidationData = set == "validation" ? own : null };
            return Assert.Throws<ArgumentException>(() => new Network(Samples.Mlp()).Fit(set == "validation" ? Data : own, options)).Message;
        });
        Assert.All(messages, message => Assert.Equal(
            $"The first {set} rows of rank 1 are not those of ranks 0, 2. Every rank passes all rows, in the same order, and trains on its part of each "
            + "batch. If each rank has rows of its own, pass them as a TrainingStream.",
            message));
    }

    [Theory]
    [InlineData(new[] { 2 }, "rank 2")]
    [InlineData(new[] { 0, 1 }, "ranks 0, 1")]
    [InlineData(new[] { 0, 2, 3, 4, 7 }, "ranks 0, 2 to 4, 7")]
    public void Ranks_are_listed(int[] ranks, string expected) => Assert.Equal(expected, RankList.Text(ranks));

    // Another learning rate in one rank changes its weights.
    [Theory]
    [InlineData(5, "After 5 steps, the weights of rank 1 differ from those of ranks 0, 2.")]
    [InlineData(1000, "After 14 steps, the weights of rank 1 differ from those of ranks 0, 2.")]
    [InlineData(0, null)]
    public void Weights_that_differ_are_found(int interval, string? expected)
    {
        string?[] messages = RankRun.OnThreads(3, (rank, exchange) =>
        {
            LambdaCallback faster = new() { BatchEnd = (context, _) => context.LearningRateFactor = rank == 1 ? 2 : 1 };
            FitOptions options = s_options with { GradientExchange = exchange, WeightCheckInterval = interval, Callbacks = [faster] };
            return (Record.Exception(() => new Network(Samples.Mlp()).Fit(Data, options)) as InvalidOperationException)?.Message;
        });
        Assert.All(messages, message => Assert.Equal(messages[0], message));
        Assert.Equal(expected is null, messages[0] is null);
        Assert.StartsWith(expected ?? "", messages[0] ?? "");
    }

    [Fact]
    public void Ranks_start_with_weights_and_counters_of_rank_0()
    {
        NetworkSpec spec = new([20], [new Dense(6, useBias: false), new BatchNormalization(), new Dense(5, Activation.Softmax)]);
        Network[] networks = [new(spec, seed: 1), new(spec, seed: 2)];
        networks[0].Fit(Data, s_options);
        Network alone = new(spec, networks[0]);
        alone.Fit(Data, s_options with { Epochs = 1 });
        RankRun.OnThreads(2, (rank, exchange) => networks[rank].Fit(Data, s_options with { Epochs = 1, GradientExchange = exchange }));
        foreach (Network network in networks)
        {
            Assert.Equal([21], network.CurrentBatchesTracked);
            Assert.All(
                network.GetWeights().Zip(alone.GetWeights()).SelectMany(pair => pair.First.Values.Zip(pair.Second.Values)),
                pair => Assert.Equal(pair.Second, pair.First, 1e-4f));
        }

        Close.SameBits(networks[0].GetWeights(), networks[1].GetWeights());
    }

    // Row i of rank r is row 2i + r of the batch.
    [Fact]
    public void Batches_that_the_caller_chooses_are_parts_of_a_batch()
    {
        NetworkSpec spec = Samples.Mlp(dropout: 0.4);
        TrainingData[] parts = [.. Enumerable.Range(0, 2).Select(rank => Data.Select([.. Enumerable.Range(0, 8).Select(i => (2 * i) + rank)]))];
        TrainingData batch = Data.Slice(0, 16);
        Network plain = new(spec, seed: 3);
        double[] expected = [.. Enumerable.Range(0, 5).Select(_ => plain.TrainOnBatch(batch, s_options).Loss)];
        double[][] losses = RankRun.OnThreads(2, (rank, exchange) =>
        {
            FitOptions options = s_options with { GradientExchange = exchange, WeightCheckInterval = 2 };
            Network network = new(spec, seed: 3 + rank);
            double[] first = [.. Enumerable.Range(0, 3).Select(_ => network.TrainOnBatch(parts[rank], options).Loss)];
            return (double[])[.. first, .. Enumerable.Range(0, 2).Select(_ => network.TrainOnBatch(parts[rank], options).Loss)];
        });
        Assert.Equal(losses[0], losses[1]);
        Assert.All(expected.Zip(losses[0]), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Local_steps_are_refused_for_batches_that_the_caller_chooses() => RankRun.OnThreads(1, (_, exchange) =>
    {
        FitOptions options = s_options with { GradientExchange = exchange, LocalSteps = 4 };
        const string Message = "LocalSteps is 4; accepted by TrainOnBatch and CreateTrainer with GradientExchange: 1. Use Fit for more.";
        Assert.StartsWith(Message, Assert.Throws<ArgumentException>(() => new Network(Samples.Mlp()).CreateTrainer(options)).Message);
        Assert.StartsWith(Message, Assert.Throws<ArgumentException>(() => new Network(Samples.Mlp()).TrainOnBatch(Data, options)).Message);

        // Without an exchange, the option has no effect.
        new Network(Samples.Mlp()).TrainOnBatch(Data, options with { GradientExchange = null });
        return true;
    });

    [Fact]
    public void Local_steps_have_no_effect_without_an_exchange()
    {
        RankRun expected = RankRun.Plain(Samples.Mlp(), Data, s_options);
        RankRun.AllSame([expected, RankRun.Plain(Samples.Mlp(), Data, s_options with { LocalSteps = 4 })]);
    }

    private sealed class Reader : TrainingCallback
    {
        protected internal override bool ReadsNetworkAfter(long batch) => batch == 2;
    }

    private sealed class OtherBackend : IComputeBackend
    {
        public string Name => CpuBackend.Instance.Name;

        public bool Supports(LayerSpec layer) => true;

        public ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options) => throw new NotSupportedException();

        public IScorer CreateScorer(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options) => throw new NotSupportedException();
    }
}
