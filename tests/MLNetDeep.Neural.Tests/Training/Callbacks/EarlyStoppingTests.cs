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
        network.Fit(Samples.Data(20, 20, 5), new FitOptions
        {
            Backend = backend,
            Epochs = 10,
            ValidationData = Samples.Data(4, 20, 5),
            EarlyStopping = new() { Patience = 2, RestoreBestWeights = restore },
        });
        Assert.Equal(expectedEpoch, network.GetWeights()[0].Values[0]);
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
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping { Monitor = (TrainingMetric)9 });
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => new Network(Samples.Mlp()).Fit(Samples.Data(20, 20, 5), new FitOptions { EarlyStopping = new() }));
        Assert.Contains("needs ValidationData or ValidationSplit", exception.Message, StringComparison.Ordinal);
    }

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

            public OptimizerState GetOptimizerState() => throw new NotSupportedException();

            public void SetOptimizerState(OptimizerState state) => throw new NotSupportedException();

            public void Dispose()
            {
            }

            private EvaluationResult Result => new(losses[_steps - 1], 60, 1, (long)(60 * losses[_steps - 1]), 0);
        }
    }
}
