using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training.Ranks;

/// <summary>A training in several processes is the training in one process, up to the order of sums.</summary>
public class RankTrainingTests
{
    // The last batch of an epoch has 2 rows: fewer than there are ranks.
    private const int Rows = 98;

    // Losses differ by up to 1e-6 in 200 steps.
    private const double Tolerance = 1e-5;

    private static readonly FitOptions s_options = new() { BatchSize = 16, Iterations = 200, Seed = 5 };

    private static readonly Dictionary<string, (LayerSpec[] Layers, FitOptions Options)> s_cases = new()
    {
        ["dropout"] = ([new Dense(24, Activation.Relu), new Dropout(0.4), new Dense(5, Activation.Softmax)], s_options),
        ["batch normalization"] =
            ([new Dense(24), new BatchNormalization(), new ActivationLayer(Activation.Relu), new Dropout(0.2), new Dense(5, Activation.Softmax)], s_options),
        ["penalties, clipping, class weights"] =
        (
            [new Dense(24, Activation.Tanh, kernelRegularizer: new(l1: 0.001, l2: 0.01), kernelMaxNorm: 1), new Dense(5, Activation.Softmax)],
            s_options with { Optimizer = new Sgd(0.1, momentum: 0.9) { GlobalClipNorm = 0.3, ClipValue = 0.05 }, ClassWeights = [0.5f, 1, 2] }
        ),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Any_number_of_ranks_trains_as_one_process(string name)
    {
        NetworkSpec spec = new([20], [.. s_cases[name].Layers]);
        TrainingData data = Samples.Separable(Rows, 20, 5);
        data = new(data.Features, data.Targets, Enumerable.Range(0, Rows).Select(row => row % 7 / 3f).ToArray());
        RankRun plain = RankRun.Plain(spec, data, s_cases[name].Options);
        for (int ranks = 1; ranks <= 4; ranks++)
        {
            RankRun[] runs = RankRun.Fit(ranks, spec, data, s_cases[name].Options);
            RankRun.AllSame(runs);
            runs[0].AssertLosses(plain, Tolerance);
        }
    }

    // The test of the learning rate ends within a pass, by a callback that stops the training.
    [Fact]
    public void A_learning_rate_range_is_that_of_one_process()
    {
        TrainingData data = Samples.Separable(Rows, 20, 5);
        FitOptions options = s_options with { Optimizer = new Sgd(), Threads = 1 };
        LearningRateRangeResult plain = LearningRateRangeTest.Run(new Network(Samples.Mlp()), data, options, minimumRate: 1e-3, maximumRate: 1e4, steps: 40);
        LearningRateRangeResult[] shared = RankRun.OnThreads(2, (_, exchange) => LearningRateRangeTest.Run(
            new Network(Samples.Mlp()), data, options with { GradientExchange = exchange, LocalSteps = 3 }, minimumRate: 1e-3, maximumRate: 1e4, steps: 40));
        Assert.InRange(plain.Losses.Length, 10, 39);
        Assert.Equal(plain.Rates, shared[0].Rates);
        Assert.Equal(shared[0].Losses, shared[1].Losses);
        Assert.All(plain.Losses.Zip(shared[0].Losses), pair => Assert.Equal(1, pair.Second / pair.First, 1e-3));
    }

    // The exchange knows the number of cores; the sessions of local steps have no exchange.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Ranks_share_the_cores(int localSteps)
    {
        List<int> threads = [];
        RankRun.OnThreads(2, (_, exchange) => new Network(Samples.Mlp()).Fit(Samples.Separable(16, 20, 5), new FitOptions
        {
            GradientExchange = exchange, LocalSteps = localSteps, Backend = new ThreadRecorder(threads),
        }));
        Assert.Equal(localSteps == 1 ? [] : Enumerable.Repeat(Math.Max(1, Environment.ProcessorCount / 2), 2), threads);
    }

    private sealed class ThreadRecorder(List<int> threads) : TestBackend
    {
        public override string Name => "recorder";

        public override ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options)
        {
            lock (threads)
            {
                threads.AddRange(options.Threads is { } count ? [count] : []);
            }

            return CpuBackend.Instance.CreateSession(spec, weights, options);
        }
    }
}
