using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training.Ranks;

/// <summary>Weights that are not finite end the training of all ranks at the same step, whoever finds them.</summary>
public class RankDivergenceTests
{
    private static readonly NetworkSpec s_spec = new([1], [new Dense(1)]);

    // The first loss is (0 - 1e19)^2 = 1e38, which a float can hold; the first gradient is -2e39, which is infinite in single precision.
    private static TrainingData Data => new(
        new DenseFeatures(Enumerable.Repeat(1e20f, 16).ToArray(), 1), new DenseTargets(Enumerable.Repeat(1e19f, 16).ToArray()));

    private static FitOptions Options => new() { Optimizer = new Sgd(0.1), BatchSize = 2, Epochs = 2, Threads = 1 };

    private static Network Zero => new(s_spec, new Network(s_spec).GetWeights().Select(tensor => new NamedTensor(tensor.Name, tensor.Shape, new float[tensor.Values.Length])));

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public void Rank_0_alone_reads_the_network(int localSteps, bool isOnOtherThread)
    {
        TrainingDivergedException?[] found = new TrainingDivergedException?[2];
        string[] messages = RankRun.OnThreads(2, (rank, exchange) =>
        {
            Network network = Zero;
            LambdaCallback reader = new() { BatchEnd = (_, _) => Read(network, isOnOtherThread, found) };
            FitOptions options = Options with { GradientExchange = exchange, LocalSteps = localSteps, Callbacks = rank == 0 ? [reader] : [] };
            return Assert.Throws<TrainingDivergedException>(() => network.Fit(Data, options)).Message;
        });
        string start = localSteps == 1 ? "The loss became NaN in epoch 1, batch 2." : "The loss of a rank became NaN or infinite by epoch 1, batch 4.";
        Assert.All(messages, message => Assert.StartsWith(start, message));
        Assert.StartsWith("The weights or the optimizer's state became NaN or infinite by epoch 1, batch 1.", found[0]!.Message);
    }

    // The epochs have one batch, so that an epoch's end is the first place where rank 0 can find the weights.
    [Fact]
    public void Rank_0_alone_reads_the_network_after_epochs()
    {
        string[] messages = RankRun.OnThreads(2, (rank, exchange) =>
        {
            LambdaCallback reader = new((context, _) => context.Network.GetWeights());
            FitOptions options = Options with { Epochs = 3, GradientExchange = exchange, Callbacks = rank == 0 ? [reader] : [] };
            return Assert.Throws<TrainingDivergedException>(() => Zero.Fit(Data.Slice(0, 2), options)).Message;
        });
        Assert.All(
            messages, message => Assert.StartsWith("The weights or the optimizer's state became NaN or infinite by epoch 1, batch 1.", message));
    }

    [Fact]
    public void Rank_0_alone_reads_the_network_between_batches_that_the_caller_chooses()
    {
        string[] messages = RankRun.OnThreads(2, (rank, exchange) =>
        {
            Network network = Zero;
            using BatchTrainer trainer = network.CreateTrainer(Options with { GradientExchange = exchange });
            trainer.TrainOnBatch(Data);
            if (rank == 0)
            {
                Assert.Throws<TrainingDivergedException>(network.GetWeights);
            }

            return Assert.Throws<TrainingDivergedException>(() => trainer.TrainOnBatch(Data)).Message;
        });
        Assert.All(messages, message => Assert.StartsWith("The loss became NaN in epoch 1, batch 2.", message));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void TerminateOnNaN_prevents_the_exception(int localSteps)
    {
        TrainingHistory[] histories = RankRun.OnThreads(2, (_, exchange) => Zero.Fit(
            Data, Options with { GradientExchange = exchange, LocalSteps = localSteps, Callbacks = [new TerminateOnNaN()] }));
        Assert.All(histories, history => Assert.Equal((1, localSteps == 1 ? 2L : 4), (history.Divergence!.Epoch, history.Divergence.Batch)));
    }

    // All rows have x = y = 1. A step with the rate 0.1 multiplies 1 - w - b by 0.6, and w and b stay equal. The rate of the second epoch is
    // infinite in single precision.
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_best_weights_are_restored(int localSteps)
    {
        (int? Kept, float[] Weights)[] results = RankRun.OnThreads(2, (_, exchange) =>
        {
            Network network = Zero;
            float[] ones = [.. Enumerable.Repeat(1f, 16)];
            TrainingData data = new(new DenseFeatures(ones, 1), new DenseTargets(ones));
            TrainingHistory history = network.Fit(data, Options with
            {
                GradientExchange = exchange, LocalSteps = localSteps, ValidationData = data, EarlyStopping = new() { RestoreBestWeights = true },
                Callbacks = [new LambdaCallback { EpochBegin = context => context.LearningRateFactor = context.Epoch == 1 ? 1 : 1e40 }],
            });
            Assert.Equal(2, history.Divergence!.Epoch);
            return (history.KeptEpoch, network.GetWeights()[0].Values);
        });
        Assert.All(results, result => Assert.Equal(1, result.Kept));
        Assert.All(results, result => Assert.Equal((1 - Math.Pow(0.6, 8)) / 2, result.Weights[0], 1e-6));
    }

    // The loss of the first batch is not finite, so that no rank takes a step.
    [Fact]
    public void All_ranks_keep_the_weights_of_rank_0_if_no_step_is_taken()
    {
        TrainingData data = new(new DenseFeatures(new[] { float.NaN, 1 }, 1), new DenseTargets(new float[2]));
        IReadOnlyList<NamedTensor>[] weights = RankRun.OnThreads(3, (rank, exchange) =>
        {
            Network network = new(s_spec, seed: rank);
            Assert.Throws<TrainingDivergedException>(() => network.Fit(data, Options with { GradientExchange = exchange }));
            return network.GetWeights();
        });
        Assert.All(weights, own => Close.SameBits(new Network(s_spec, seed: 0).GetWeights(), own));
    }

    private static void Read(Network network, bool isOnOtherThread, TrainingDivergedException?[] found)
    {
        if (!isOnOtherThread)
        {
            try
            {
                network.GetWeights();
            }
            catch (TrainingDivergedException exception)
            {
                found[0] ??= exception;
                throw;
            }

            return;
        }

        Thread reader = new(() => found[0] ??= Record.Exception(network.GetWeights) as TrainingDivergedException);
        reader.Start();
        reader.Join();
    }
}
