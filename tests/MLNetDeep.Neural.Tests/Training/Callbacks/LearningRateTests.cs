using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Callbacks change the learning rate of the steps that follow.</summary>
public class LearningRateTests
{
    private static readonly TrainingData Data = Samples.Separable(70, 20, 5);

    // SGD without momentum has no state, so that three trainings of an epoch equal one training of three epochs.
    [Fact]
    public void A_scheduled_rate_is_that_of_the_epoch()
    {
        FitOptions options = new() { Optimizer = new Sgd(0.1), BatchSize = 16, Shuffle = false };
        Network expected = new(Samples.Mlp()), network = new(Samples.Mlp());
        foreach (double rate in new[] { 0.1, 0.05, 0.025 })
        {
            expected.Fit(Data, options with { Optimizer = new Sgd(rate) });
        }

        LearningRateScheduler scheduler = new(new StepDecay(0.1, 1, 0.5));
        TrainingHistory history = network.Fit(Data, options with { Epochs = 3, Callbacks = [scheduler] });
        Assert.Equal([0.1, 0.05, 0.025], history.Epochs.Select(epoch => epoch.LearningRate));
        Close.SameBits(expected.GetWeights(), network.GetWeights());
    }

    [Fact]
    public void A_schedule_function_receives_the_epoch_and_the_rate_of_the_epoch_before()
    {
        List<(int Epoch, double Rate)> calls = [];
        LearningRateScheduler scheduler = new((epoch, rate) =>
        {
            calls.Add((epoch, rate));
            return rate / 2;
        });
        TrainingHistory history = new Network(Samples.Mlp()).Fit(Data, new FitOptions { Optimizer = new Adam(0.5), Epochs = 3, Callbacks = [scheduler] });
        Assert.Equal([(1, 0.5), (2, 0.25), (3, 0.125)], calls);
        Assert.Equal([0.25, 0.125, 0.0625], history.Epochs.Select(epoch => epoch.LearningRate));
    }

    [Fact]
    public void Rates_that_are_not_accepted_throw()
    {
        Network network = new(Samples.Mlp());
        foreach (double rate in new[] { -1, double.NaN, double.PositiveInfinity })
        {
            Assert.Contains("accepted: rates of 0 or more, finite", Assert.Throws<ArgumentOutOfRangeException>(
                () => network.Fit(Data, new FitOptions { Callbacks = [new LearningRateScheduler((_, _) => rate)] })).Message, StringComparison.Ordinal);
        }

        foreach (OptimizerSpec optimizer in new OptimizerSpec[] { new Adam(new CosineDecay(0.1, 10)), new Sgd(0.1, decay: 0.1) })
        {
            Assert.Contains("must be a number without decay: set Optimizer, for example, to new Adam(0.001)", Assert.Throws<ArgumentException>(
                () => network.Fit(Data, new FitOptions { Optimizer = optimizer, Callbacks = [new LearningRateScheduler(new StepDecay(0.1, 1))] })).Message,
                StringComparison.Ordinal);
        }
    }

    // The network is large enough for two threads to share a step, and the rate changes after each batch.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_factor_of_each_step_does_not_depend_on_the_threads(int threads)
    {
        TrainingData data = Samples.Separable(320, 784, 10);
        NetworkSpec spec = Samples.Mlp(784, 64, 10);
        List<double> rates = [];
        LambdaCallback change = new()
        {
            BatchEnd = (context, progress) =>
            {
                rates.Add(progress.LearningRate);
                context.LearningRateFactor *= 0.5;
                Assert.Equal(progress.LearningRate / 2, context.LearningRate);
            },
        };
        FitOptions options = new() { Optimizer = new Sgd(0.1), Shuffle = false, Threads = threads };
        Network network = new(spec), expected = new(spec);
        network.Fit(data, options with { Callbacks = [change] });
        Assert.Equal(Enumerable.Range(0, 10).Select(i => 0.1 * Math.Pow(0.5, i)), rates);
        for (int batch = 0; batch < 10; batch++)
        {
            expected.Fit(data.Slice(32 * batch, 32), options with { Threads = 1, Optimizer = new Sgd(0.1 * Math.Pow(0.5, batch)) });
        }

        Close.SameBits(expected.GetWeights(), network.GetWeights());
    }

    [Fact]
    public void A_factor_that_is_not_accepted_throws()
    {
        foreach (double factor in new[] { -1, double.NaN, double.PositiveInfinity })
        {
            LambdaCallback callback = new() { TrainBegin = context => context.LearningRateFactor = factor };
            Assert.Throws<ArgumentOutOfRangeException>("LearningRateFactor", () => new Network(Samples.Mlp()).Fit(Data, new FitOptions { Callbacks = [callback] }));
        }
    }

    [Fact]
    public void A_backend_that_cannot_change_the_rate_says_so()
    {
        FitOptions options = new() { Backend = new RecordingBackend(), Callbacks = [new LambdaCallback { TrainBegin = context => context.LearningRateFactor = 1 }] };
        new Network(Samples.Mlp()).Fit(Data, options);
        LambdaCallback halve = new() { TrainBegin = context => context.LearningRateFactor = 0.5 };
        Assert.Throws<NotSupportedException>(() => new Network(Samples.Mlp()).Fit(Data, options with { Callbacks = [halve] }));
    }
}
