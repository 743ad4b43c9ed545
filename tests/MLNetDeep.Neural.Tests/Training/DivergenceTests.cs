using MLNetDeep.Neural.Tests.Support;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>A training returns finite weights or throws <see cref="TrainingDivergedException"/>, whichever step makes them infinite.</summary>
public class DivergenceTests
{
    private const float Huge = 3e38f;

    // A linear model of one feature with zero weights: the first step's loss is finite, and its gradient times the rate is not.
    public static TheoryData<LossSpec> Losses => [new MeanSquaredError(), new BinaryCrossEntropy(), new CategoricalCrossEntropy()];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Infinite_weights_after_the_last_step_throw(LossSpec loss)
    {
        TrainingData data = OneFeature(loss, Huge);
        FitOptions options = new() { Loss = loss, Optimizer = new Sgd(10), BatchSize = 4 };
        Action<Network>[] trainings =
        [
            network => network.Fit(data, options),
            network => network.Fit(data, options with { Iterations = 1 }),
            network => network.Fit(new OnePoolStream(data), options),
            network => network.Fit(data, options with { Epochs = 2, Callbacks = [new Hook { BatchEnd = (context, _) => context.Stop() }] }),
            network => network.Fit(data, options with { Callbacks = [new Hook { BatchEnd = (context, _) => context.CreateCheckpoint() }] }),
            network => network.Fit(data, options with { Callbacks = [new Hook { BatchEnd = (context, _) => context.Network.GetWeights() }] }),
            network => network.Fit(data, options with { EarlyStopping = new() { Monitor = TrainingMetric.Loss, RestoreBestWeights = true } }),
        ];
        foreach (Action<Network> training in trainings)
        {
            Network network = ZeroLinear(loss);
            TrainingDivergedException exception = Assert.Throws<TrainingDivergedException>(() => training(network));
            Assert.Equal((1, 1L), (exception.Epoch, exception.Batch));
            Assert.Contains("weights or the optimizer's state became NaN or infinite by epoch 1, batch 1.", exception.Message, StringComparison.Ordinal);
            Assert.All(network.GetWeights().SelectMany(tensor => tensor.Values), value => Assert.Equal(0, value));
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Infinite_weights_after_TrainOnBatch_throw_when_they_are_read(LossSpec loss)
    {
        TrainingData data = OneFeature(loss, Huge);
        FitOptions options = new() { Loss = loss, Optimizer = new Sgd(10) };
        Network network = ZeroLinear(loss);
        Assert.True(double.IsFinite(network.TrainOnBatch(data, options).Loss));
        Assert.Throws<TrainingDivergedException>(() => network.GetWeights());
        Assert.All(network.GetWeights().SelectMany(tensor => tensor.Values), value => Assert.Equal(0, value));
        Assert.Throws<TrainingDivergedException>(() => network.TrainOnBatch(data, options));

        // New weights end that training.
        network.SetWeights(network.GetWeights());
        network.TrainOnBatch(OneFeature(loss, 1), options);
        Assert.Contains(network.GetWeights().SelectMany(tensor => tensor.Values), value => value != 0);

        // Weights that replace the infinite ones need no exception; a training that would continue with them does.
        network.SetWeights(ZeroLinear(loss).GetWeights());
        network.TrainOnBatch(data, options);
        network.SetWeights(ZeroLinear(loss).GetWeights());
        network.TrainOnBatch(data, options);
        Assert.Throws<TrainingDivergedException>(() => network.Fit(OneFeature(loss, 1), options));
        network.Fit(OneFeature(loss, 1), options);

        BatchTrainer trainer = ZeroLinear(loss).CreateTrainer(options);
        trainer.TrainOnBatch(data);
        Assert.Throws<TrainingDivergedException>(trainer.Dispose);
        trainer.Dispose();
    }

    [Fact]
    public void Weights_that_diverge_before_a_cancellation_stay_finite_in_the_network()
    {
        using CancellationTokenSource source = new();
        LossSpec loss = new MeanSquaredError();
        Network network = ZeroLinear(loss);
        Hook cancel = new() { BatchEnd = (_, _) => source.Cancel() };
        FitOptions options = new() { Loss = loss, Optimizer = new Sgd(10), BatchSize = 2, Callbacks = [cancel] };
        Assert.Throws<OperationCanceledException>(() => network.Fit(OneFeature(loss, Huge), options, cancellation: source.Token));
        Assert.All(network.GetWeights().SelectMany(tensor => tensor.Values), value => Assert.Equal(0, value));
    }

    // Adam divides by the root of its variance. From a gradient of 2e19 the variance is infinite, and the weight would never change again.
    [Fact]
    public void An_infinite_optimizer_state_throws()
    {
        LossSpec loss = new MeanSquaredError();
        TrainingDivergedException exception = Assert.Throws<TrainingDivergedException>(
            () => ZeroLinear(loss).Fit(OneFeature(loss, 1e20f), new FitOptions { Loss = loss, Optimizer = new Adam(), BatchSize = 4 }));
        Assert.Contains("optimizer's state", exception.Message, StringComparison.Ordinal);
    }

    // x = 1.7e9 and y = 1. The first step from 0 gives w = 0.01 · 2 · x · y = 3.4e7 and the prediction 5.8e16: its loss is 3.3e33, and y² = 1
    // before. The second step gives w = -0.01 · 2 · x · 5.8e16 = -2e24, the prediction -3.3e33 and the loss 1.1e67. The third step's
    // gradient, 1.1e43, is not a float.
    [Theory]
    [InlineData(1, 3.4e7, "3.341E+33")]
    [InlineData(2, -1.9652e24, "1.116E+67")]
    [InlineData(3, double.PositiveInfinity, "")]
    [InlineData(4, double.PositiveInfinity, "")]
    public void Huge_features_throw_or_warn(int epochs, double weight, string lastLoss)
    {
        LossSpec loss = new MeanSquaredError();
        float[] x = [.. Enumerable.Repeat(1.7e9f, 32)];
        TrainingData data = new(new DenseFeatures(x, 1), new DenseTargets(Enumerable.Repeat(1f, 32).ToArray()));
        Network network = ZeroLinear(loss);
        FitOptions options = new() { Loss = loss, Optimizer = new Sgd(0.01), Epochs = epochs };
        if (double.IsInfinity(weight))
        {
            Assert.Throws<TrainingDivergedException>(() => network.Fit(data, options));
        }
        else
        {
            string warning = Assert.Single(network.Fit(data, options).Warnings);
            Assert.StartsWith($"The loss rose from 1 at the start of the training to {lastLoss} at its end. Try a smaller learning rate", warning, StringComparison.Ordinal);
            Assert.Equal(weight, network.GetWeights()[0].Values[0], 1e-4 * Math.Abs(weight));
        }

        Assert.All(network.GetWeights().SelectMany(tensor => tensor.Values), value => Assert.True(float.IsFinite(value)));
    }

    // The mean of the squares of four features in [0, 1) and a bias is 2.3 in all, so that the largest eigenvalue of the Hessian is above
    // 2 / 0.5: the loss grows with each step.
    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0.05, false)]
    public void A_loss_that_rises_far_above_its_start_is_a_warning(double rate, bool warns)
    {
        float[] x = [.. Samples.Floats(400).Select(value => (value + 1) / 2)];
        float[] y = [.. x.Chunk(4).Select(row => row.Sum())];
        TrainingData data = new(new DenseFeatures(x, 4), new DenseTargets(y));
        FitOptions options = new() { Optimizer = new Sgd(rate), Epochs = 50 };
        TrainingCheckpoint? checkpoint = null;
        Hook keeper = new() { EpochEnd = context => checkpoint ??= context.CreateCheckpoint() };
        Network network = new(new NetworkSpec([4], [new Dense(1)]));
        TrainingHistory history = network.Fit(data, options with { Callbacks = [keeper] });
        Assert.Equal(warns, history.Warnings.Any(warning => warning.Contains("Try a smaller learning rate, scale the features", StringComparison.Ordinal)));
        Assert.Null(history.Divergence);

        // A resumed training knows the loss at the start from the checkpoint.
        TrainingHistory resumed = network.Fit(data, options with { ResumeFrom = checkpoint });
        Assert.Equal(history.Warnings, resumed.Warnings);
    }

    // A batch of n rows with the loss 1, then a loss at the end. The limit is 10 for 32 rows or more, otherwise 10 · (32 / n)².
    [Theory]
    [InlineData(64, 9.9, false)]
    [InlineData(64, 10.1, true)]
    [InlineData(32, 10.1, true)]
    [InlineData(8, 159, false)]
    [InlineData(8, 161, true)]
    [InlineData(1, 10_239, false)]
    [InlineData(1, 10_241, true)]
    [InlineData(1, double.PositiveInfinity, true)]
    public void The_start_of_a_small_batch_leaves_more_room(int rows, double lastLoss, bool warns)
    {
        LossWatch watch = new();
        Assert.Null(watch.Warning(lastLoss));
        watch.Add(new EvaluationResult(rows, 0, rows));
        watch.Add(new EvaluationResult(1000 * rows, 0, rows));
        Assert.Equal(warns, watch.Warning(lastLoss) is not null);
    }

    // The learning rate grows by a factor per step, and an epoch is one step. The weights are good after epoch 1, finite after epoch 2, and
    // then either the weights of epoch 3 are infinite, or the loss before the step of epoch 4 is.
    [Theory]
    [InlineData(1e15, 3)]
    [InlineData(1e9, 4)]
    public void RestoreBestWeights_keeps_the_best_weights_of_a_training_that_diverges(double factor, int expectedEpoch)
    {
        TrainingData data = Line();
        FitOptions options = new()
        {
            Optimizer = new Sgd(new ExponentialDecay(0.1, 1, factor)),
            Epochs = 20,
            ValidationData = data,
            EarlyStopping = new() { Patience = 10, RestoreBestWeights = true },
        };
        List<string> calls = [];
        Network network = new(new NetworkSpec([1], [new Dense(1)])), best = new(network.Spec), thrown = new(network.Spec);
        TrainingHistory history = network.Fit(data, options with { Callbacks = [new EndRecorder(calls)] });
        best.Fit(data, options with { Epochs = 1 });
        Close.SameBits(best.GetWeights(), network.GetWeights());
        Assert.Equal((expectedEpoch, 1L), (history.Divergence!.Epoch, history.Divergence.Batch));
        Assert.Equal((expectedEpoch - 1, 1), (history.Epochs.Length, history.KeptEpoch));
        Assert.EndsWith("The training ended early, and the weights of its best epoch were restored.", Assert.Single(history.Warnings), StringComparison.Ordinal);
        Assert.Equal(["train end"], calls);

        // Without RestoreBestWeights the training throws.
        FitOptions plain = options with { EarlyStopping = options.EarlyStopping with { RestoreBestWeights = false } };
        Assert.Equal(expectedEpoch, Assert.Throws<TrainingDivergedException>(() => thrown.Fit(data, plain)).Epoch);
        Assert.All(thrown.GetWeights().SelectMany(tensor => tensor.Values), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_checkpoint_never_has_infinite_weights()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.checkpoint");
        try
        {
            FitOptions options = new() { Optimizer = new Sgd(new ExponentialDecay(0.1, 1, 1e15)), Epochs = 9, Callbacks = [new CheckpointSaver(path)] };
            Assert.Throws<TrainingDivergedException>(() => new Network(new NetworkSpec([1], [new Dense(1)])).Fit(Line(), options));
            TrainingCheckpoint checkpoint = TrainingCheckpoint.Load(path);
            Assert.Equal(2, checkpoint.Steps);
            Assert.All(checkpoint.CreateNetwork().GetWeights().SelectMany(tensor => tensor.Values), value => Assert.True(float.IsFinite(value)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    // The first step with the rate 1e-7 from 0 to the target 1 gives w = b = 2e-7 and the loss (1 - 4e-7)².
    [Fact]
    public void A_range_test_whose_last_step_diverges_says_so()
    {
        LossSpec loss = new MeanSquaredError();
        LearningRateRangeResult result = LearningRateRangeTest.Run(
            ZeroLinear(loss), OneFeature(loss, 1), new FitOptions { Loss = loss, Optimizer = new Sgd(), BatchSize = 4 }, 1e-7, 1e39, 2);
        Assert.Equal([1, 0.9999992], result.Losses.Select(value => Math.Round(value, 7)));
        Assert.True(result.HasDiverged);
    }

    private static TrainingData Line()
    {
        float[] x = Samples.Floats(20);
        return new TrainingData(new DenseFeatures(x, 1), new DenseTargets(x.Select(value => 2 * value).ToArray()));
    }

    private static Network ZeroLinear(LossSpec loss)
    {
        NetworkSpec spec = new([1], [loss switch
        {
            CategoricalCrossEntropy => new Dense(2, Activation.Softmax, kernelInitializer: Initializer.Zeros),
            BinaryCrossEntropy => new Dense(1, Activation.Sigmoid, kernelInitializer: Initializer.Zeros),
            _ => new Dense(1, kernelInitializer: Initializer.Zeros),
        }]);
        return new Network(spec);
    }

    // Four rows with the same feature and the target or class 1.
    private static TrainingData OneFeature(LossSpec loss, float value)
    {
        DenseFeatures features = new(new[] { value, value, value, value }, 1);
        return loss is CategoricalCrossEntropy
            ? new TrainingData(features, new[] { 1, 1, 1, 1 })
            : new TrainingData(features, new DenseTargets(new[] { 1f, 1, 1, 1 }));
    }

    private sealed class EndRecorder(List<string> calls) : TrainingCallback
    {
        public override void OnTrainEnd(TrainingContext context)
        {
            calls.Add("train end");
            Assert.Throws<TrainingDivergedException>(context.CreateCheckpoint);
        }
    }

    private sealed class OnePoolStream(TrainingData data) : TrainingStream
    {
        public override long? RowCount => data.RowCount;

        public override TrainingPass Begin(int epoch) => new Pass(data);

        private sealed class Pass(TrainingData data) : TrainingPass
        {
            private TrainingData? _next = data;

            public override TrainingData? Read(int maxRows, CancellationToken cancellation)
            {
                TrainingData? pool = _next;
                _next = null;
                return pool;
            }

            protected override void Dispose(bool disposing)
            {
            }
        }
    }
}
