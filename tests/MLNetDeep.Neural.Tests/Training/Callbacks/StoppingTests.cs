using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Trainings that end early and keep what is trained: by a token, and by TerminateOnNaN.</summary>
public class StoppingTests
{
    private static readonly TrainingData Data = Samples.Separable(200, 20, 5);

    [Fact]
    public void A_stop_token_ends_the_training_after_the_batch()
    {
        using CancellationTokenSource source = new();
        Network network = new(Samples.Mlp()), expected = new(Samples.Mlp());
        SynchronousProgress<TrainingProgress> progress = new(report =>
        {
            if (report.Epoch == 2 && report.Batch == 3)
            {
                source.Cancel();
            }
        });
        TrainingHistory history = network.Fit(Data, new FitOptions { Epochs = 5, StopToken = source.Token }, progress);
        Assert.Equal([(7, false), (3, true)], history.Epochs.Select(epoch => ((int)epoch.Batches, epoch.IsPartial)));
        expected.Fit(Data, new FitOptions { Iterations = 10 });
        Close.SameBits(expected.GetWeights(), network.GetWeights());
    }

    [Fact]
    public void A_token_that_is_signalled_before_the_training_trains_nothing()
    {
        Network network = new(Samples.Mlp());
        IReadOnlyList<NamedTensor> initial = network.GetWeights();
        TrainingHistory history = network.Fit(Data, new FitOptions { Epochs = 5, StopToken = new CancellationToken(canceled: true) });
        Assert.Empty(history.Epochs);
        Close.SameBits(initial, network.GetWeights());
    }

    [Fact]
    public void TerminateOnNaN_returns_what_was_trained_before()
    {
        float[] rows = Samples.Floats(200 * 20);
        rows[150 * 20] = float.NaN;
        TrainingData bad = new(new DenseFeatures(rows, 20), Data.Targets);
        TerminateOnNaN terminate = new();
        Network network = new(Samples.Mlp()), expected = new(Samples.Mlp());
        FitOptions options = new() { Shuffle = false, Epochs = 3 };
        List<string> calls = [];
        LambdaCallback log = new((_, _) => calls.Add("epoch")) { TrainEnd = _ => calls.Add("end") };
        TrainingHistory history = network.Fit(bad, options with { Callbacks = [terminate, log] });
        Assert.Equal((1, 5), (terminate.Divergence!.Epoch, terminate.Divergence.Batch));
        Assert.Same(terminate.Divergence, history.Divergence);
        Assert.Contains("its last finite weights are kept", Assert.Single(history.Warnings), StringComparison.Ordinal);
        Assert.Empty(history.Epochs);
        Assert.Equal(["end"], calls);
        expected.Fit(bad, options with { Iterations = 4 });
        Close.SameBits(expected.GetWeights(), network.GetWeights());

        // The callback forgets the divergence with the next training; without it, the exception is thrown.
        network.Fit(Data, options with { Callbacks = [terminate] });
        Assert.Null(terminate.Divergence);
        Assert.Throws<TrainingDivergedException>(() => network.Fit(bad, options));
    }

    [Fact]
    public void TerminateOnNaN_keeps_finite_weights_if_the_last_step_made_them_infinite()
    {
        Network network = new(Samples.Mlp());
        TrainingHistory history = network.Fit(
            Data, new FitOptions { Optimizer = new Sgd(1e38), BatchSize = 200, Epochs = 4, Callbacks = [new TerminateOnNaN()] });
        Assert.NotNull(history.Divergence);
        Assert.Null(history.KeptEpoch);
        Assert.All(network.GetWeights().SelectMany(tensor => tensor.Values), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_lambda_may_prevent_the_exception()
    {
        LambdaCallback callback = new() { Diverged = (context, _) => context.Stop() };
        FitOptions options = new() { Optimizer = new Sgd(1e38), BatchSize = 50, Epochs = 4 };
        Assert.NotNull(new Network(Samples.Mlp()).Fit(Scaled(1e10f), options with { Callbacks = [callback] }).Divergence);
        LambdaCallback watch = new() { Diverged = (_, _) => { } };
        Assert.Throws<TrainingDivergedException>(() => new Network(Samples.Mlp()).Fit(Scaled(1e10f), options with { Callbacks = [watch] }));
    }

    // The stop was asked for before the training turned out to have diverged, and does not hide that.
    [Fact]
    public void A_stop_does_not_hide_a_divergence()
    {
        LambdaCallback stop = new() { BatchEnd = (context, _) => context.Stop() };
        FitOptions options = new() { Optimizer = new Sgd(1e38), BatchSize = 50, Epochs = 4 };
        Assert.Throws<TrainingDivergedException>(() => new Network(Samples.Mlp()).Fit(Scaled(1e10f), options with { Callbacks = [stop] }));
    }

    private static TrainingData Scaled(float scale) =>
        new(new DenseFeatures(Array.ConvertAll(Samples.Floats(200 * 20), value => value * scale), 20), Data.Targets);
}
