using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Tests early stopping with a backend that reports prescribed losses, one per epoch.</summary>
public class EarlyStoppingTests
{
    // The parameters are the losses per epoch, the patience, MinDelta, and the expected number of epochs.
    [Theory]
    [InlineData(new[] { 5.0, 4, 3, 2, 1 }, 0, 0, 5)]
    [InlineData(new[] { 5.0, 4, 4, 3, 2 }, 0, 0, 3)]
    [InlineData(new[] { 5.0, 4, 4, 3, 2 }, 1, 0, 3)]
    [InlineData(new[] { 5.0, 4, 4, 3, 2 }, 2, 0, 5)]
    [InlineData(new[] { 5.0, 4, 6, 7, 2 }, 2, 0, 4)]
    [InlineData(new[] { 5.0, 4.6, 4.2, 3.8, 3.4 }, 1, 0.5, 2)]
    [InlineData(new[] { 5.0, 4.6, 4.2, 3.8, 3.4 }, 2, 0.5, 5)]
    public void Stops_when_the_metric_stops_improving(double[] losses, int patience, double minDelta, int expectedEpochs)
    {
        ScriptedBackend backend = new(losses);
        FitOptions options = new()
        {
            Backend = backend,
            Epochs = losses.Length,
            ValidationData = Samples.Data(4, 20, 5),
            EarlyStopping = new() { Patience = patience, MinDelta = minDelta },
        };
        Assert.Equal(expectedEpochs, new Network(Samples.Mlp()).Fit(Samples.Data(20, 20, 5), options).Epochs.Length);
        Assert.Equal(
            expectedEpochs,
            new Network(Samples.Mlp()).Fit(
                Samples.Data(20, 20, 5),
                options with { Backend = new ScriptedBackend(losses), EarlyStopping = options.EarlyStopping with { Monitor = TrainingMetric.Loss } }).Epochs.Length);
    }

    [Theory]
    [InlineData(TrainingMetric.Accuracy)]
    [InlineData(TrainingMetric.ValidationAccuracy)]
    public void A_higher_accuracy_counts_as_an_improvement(TrainingMetric metric)
    {
        // Losses 5, 4, 3, ... give the accuracies 1/5, 1/4, 1/3, ...
        ScriptedBackend backend = new([5.0, 4, 3, 4, 1]);
        FitOptions options = new()
        {
            Backend = backend,
            Epochs = 5,
            ValidationData = Samples.Data(4, 20, 5),
            EarlyStopping = new() { Monitor = metric },
        };
        Assert.Equal(4, new Network(Samples.Mlp()).Fit(Samples.Data(20, 20, 5), options).Epochs.Length);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 4)]
    public void RestoreBestWeights_restores_the_best_weights(bool restore, int expectedEpoch)
    {
        ScriptedBackend backend = new([5.0, 3, 4, 4]);
        Network network = new(Samples.Mlp());
        TrainingHistory history = network.Fit(Samples.Data(20, 20, 5), new FitOptions
        {
            Backend = backend,
            Epochs = 10,
            ValidationData = Samples.Data(4, 20, 5),
            EarlyStopping = new() { Patience = 2, RestoreBestWeights = restore },
        });
        Assert.Equal(expectedEpoch, network.GetWeights()[0].Values[0]);
        Assert.Equal(expectedEpoch, history.KeptEpoch);
    }

    [Fact]
    public void Mean_absolute_errors_can_be_monitored()
    {
        NetworkSpec spec = new([2], [new Dense(1)]);
        float[] x = Samples.Floats(40);
        TrainingData data = new(new DenseFeatures(x, 2), new DenseTargets(x.AsMemory(0, 20)));
        foreach (TrainingMetric metric in new[] { TrainingMetric.MeanAbsoluteError, TrainingMetric.ValidationMeanAbsoluteError })
        {
            TrainingHistory history = new Network(spec).Fit(data, new FitOptions
            {
                Loss = new MeanSquaredError(),
                Optimizer = new Sgd(0.3),
                Epochs = 400,
                ValidationSplit = 0.25,
                EarlyStopping = new() { Monitor = metric, MinDelta = 1e-5 },
            });
            Assert.InRange(history.Epochs.Length, 2, 399);
        }
    }

    [Fact]
    public void Invalid_options_throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping { Patience = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping { MinDelta = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping { MinDelta = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping { Monitor = (TrainingMetric)99 });
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => new Network(Samples.Mlp()).Fit(Samples.Data(20, 20, 5), new FitOptions { EarlyStopping = new() }));
        Assert.Contains("needs ValidationData or ValidationSplit", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TrainingMetric.Accuracy, false)]
    [InlineData(TrainingMetric.ValidationAccuracy, false)]
    [InlineData(TrainingMetric.MeanAbsoluteError, true)]
    [InlineData(TrainingMetric.ValidationMeanAbsoluteError, true)]
    public void A_metric_that_the_loss_does_not_have_throws(TrainingMetric metric, bool isClassification)
    {
        TrainingData data = isClassification ? Samples.Data(20, 20, 5) : new(Samples.Data(20, 20, 5).Features, new DenseTargets(Samples.Floats(20)));
        Network network = new(isClassification ? Samples.Mlp() : new NetworkSpec([20], [new Dense(1)]));
        FitOptions options = new() { ValidationData = data, EarlyStopping = new() { Monitor = metric } };
        string needed = isClassification ? "a regression loss; the loss is CategoricalCrossEntropy" : "a classification loss; the loss is MeanSquaredError";
        foreach (FitOptions each in new[] { options, options with { ValidationData = null, ValidationSplit = 0.5 } })
        {
            ArgumentException exception = Assert.Throws<ArgumentException>(() => network.Fit(data, each));
            Assert.Contains($"EarlyStopping monitors {metric}, which needs {needed}", exception.Message, StringComparison.Ordinal);
            Assert.Contains(isClassification ? "Accepted: Loss, Accuracy, " : "Accepted: Loss, MeanAbsoluteError, ", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Validation_data_without_rows_throw()
    {
        TrainingData none = Samples.Data(20, 20, 5).Slice(0, 0);
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => new Network(Samples.Mlp()).Fit(Samples.Data(20, 20, 5), new FitOptions { ValidationData = none, EarlyStopping = new() }));
        Assert.Contains(
            "EarlyStopping monitors ValidationLoss, which needs ValidationData or ValidationSplit; ValidationData has 0 rows.",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_that_is_NaN_in_every_epoch_is_a_warning()
    {
        TrainingData nan = new(new DenseFeatures(Enumerable.Repeat(float.NaN, 80).ToArray(), 20), Samples.Labels(4, 5));
        FitOptions options = new() { Epochs = 9, ValidationData = nan, EarlyStopping = Options(3, true) };
        TrainingHistory history = new Network(Samples.Mlp()).Fit(Samples.Data(20, 20, 5), options);
        Assert.Equal(3, history.Epochs.Length);
        Assert.StartsWith(
            "EarlyStopping monitors ValidationLoss, which was NaN or infinite in every epoch, so no epoch was the best.",
            Assert.Single(history.Warnings),
            StringComparison.Ordinal);
        FitOptions fine = options with { ValidationData = Samples.Data(4, 20, 5) };
        Assert.Empty(new Network(Samples.Mlp()).Fit(Samples.Data(20, 20, 5), fine).Warnings);
    }

    // The first run ends after epoch 3, two epochs after its best. The second run reports the losses of epochs 4 to 6.
    public static TheoryData<string, EarlyStopping, EarlyStopping?, int, int> ResumedOptions => new()
    {
        { "the same", Options(3, true), Options(3, true), 4, 1 },
        { "more patience", Options(3, true), Options(4, true), 5, 1 },
        { "another metric begins anew", Options(3, true), Options(3, true) with { Monitor = TrainingMetric.Loss }, 6, 4 },
        { "another delta begins anew", Options(3, true), Options(3, true) with { MinDelta = 0.01 }, 6, 4 },
        { "RestoreBestWeights newly on begins anew", Options(3, false), Options(3, true), 6, 4 },
        { "RestoreBestWeights newly off begins anew", Options(3, true), Options(3, false), 6, 6 },
        { "no early stopping", Options(3, true), null, 6, 6 },
    };

    [Theory]
    [MemberData(nameof(ResumedOptions))]
    public void Early_stopping_resumes_only_with_the_same_options(string what, EarlyStopping first, EarlyStopping? second, int expectedEpochs, int expectedBest)
    {
        Assert.NotEmpty(what);
        double[] losses = [1.0, 2, 3, 2.5, 2.6, 2.7];
        TrainingCheckpoint? checkpoint = null;
        FitOptions options = new()
        {
            Backend = new ScriptedBackend(losses),
            Epochs = losses.Length,
            ValidationData = Samples.Data(4, 20, 5),
            EarlyStopping = first,
        };
        Hook keeper = new()
        {
            EpochEnd = context =>
            {
                if (context.Epoch == 3)
                {
                    checkpoint = context.CreateCheckpoint();
                    context.Stop();
                }
            },
        };
        new Network(Samples.Mlp()).Fit(Samples.Data(20, 20, 5), options with { Callbacks = [keeper] });
        using MemoryStream stream = new();
        checkpoint!.Save(stream);
        stream.Position = 0;
        Network resumed = new(Samples.Mlp());
        TrainingHistory history = resumed.Fit(
            Samples.Data(20, 20, 5), options with { EarlyStopping = second, ResumeFrom = TrainingCheckpoint.Load(stream) });
        Assert.Equal(expectedEpochs, history.Epochs.Length);
        Assert.Equal(expectedBest, resumed.GetWeights()[0].Values[0]);
        Assert.Equal(expectedBest, history.KeptEpoch);
    }

    private static EarlyStopping Options(int patience, bool restore) => new() { Patience = patience, RestoreBestWeights = restore };

    // 20 rows in a batch of 32 make one step per epoch. The session returns the number of steps as the first weight.
    private sealed class ScriptedBackend(double[] losses) : TestBackend
    {
        public override string Name => "scripted";

        public override ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options) =>
            new Session(losses, weights);

        private sealed class Session(double[] losses, IReadOnlyList<NamedTensor> weights) : ITrainingSession
        {
            private int _steps;

            public EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows)
            {
                _steps++;
                return Result;
            }

            public EvaluationResult Evaluate(TrainingData data) => Result;

            public void Predict(FeatureMatrix features, Span<float> destination) => throw new NotSupportedException();

            public IReadOnlyList<NamedTensor> ComputeGradients(TrainingData data, ReadOnlySpan<int> rows, bool training) => throw new NotSupportedException();

            public IReadOnlyList<NamedTensor> GetWeights() =>
                [.. weights.Select(tensor => new NamedTensor(tensor.Name, tensor.Shape, [_steps, .. tensor.Values.AsSpan(1)]))];

            public OptimizerState GetOptimizerState() => new(_steps, []);

            public void SetOptimizerState(OptimizerState state) => _steps = (int)state.Steps;

            public void Dispose()
            {
            }

            private EvaluationResult Result => new(losses[_steps - 1], 60, 1, (long)(60 * losses[_steps - 1]), 0);
        }
    }
}
