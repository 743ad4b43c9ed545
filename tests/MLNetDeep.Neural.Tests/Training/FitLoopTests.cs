using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

public class FitLoopTests
{
    [Fact]
    public void Fit_learns_separable_classes()
    {
        TrainingData data = Samples.Separable(600, 20, 5);
        Network network = new(Samples.Mlp(dropout: 0.2));
        Assert.True(network.Evaluate(data).Accuracy < 0.5);
        TrainingHistory history = network.Fit(data, new FitOptions { Optimizer = new Adam(0.01), Epochs = 10 });
        Assert.True(network.Evaluate(data).Accuracy > 0.95);
        Assert.True(history.Epochs[9].Training.Loss < history.Epochs[0].Training.Loss / 2);
    }

    [Fact]
    public void History_and_progress_count_epochs_batches_and_rows()
    {
        List<TrainingProgress> reports = [];
        TrainingData data = Samples.Separable(70, 20, 5);
        TrainingData validation = Samples.Data(33, 20, 5, key: 9);
        Network network = new(Samples.Mlp());
        TrainingHistory history = network.Fit(
            data, new FitOptions { BatchSize = 32, Epochs = 2, ValidationData = validation }, new Recorder(reports.Add));

        Assert.Equal([(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)], reports.Select(report => (report.Epoch, report.Batch)));
        Assert.All(reports, report => Assert.Equal((2, 3), (report.Epochs, report.BatchesPerEpoch)));
        Assert.Equal([32L, 64, 70, 32, 64, 70], reports.Select(report => report.Training.RowCount));
        Assert.Equal([false, false, true, false, false, true], reports.Select(report => report.IsEpochEnd));
        Assert.Equal([false, false, true, false, false, true], reports.Select(report => report.Validation is not null));
        Assert.True(reports.Zip(reports.Skip(1)).All(pair => pair.First.Elapsed <= pair.Second.Elapsed));

        Assert.Equal(6, history.Iterations);
        Assert.Equal([1, 2], history.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal([3, 3], history.Epochs.Select(epoch => epoch.Batches));
        Assert.Equal([reports[2].Training, reports[5].Training], history.Epochs.Select(epoch => epoch.Training));
        Assert.Equal(reports[2].Loss, history.Epochs[0].Training.Loss);
        Assert.Equal(reports[2].Accuracy, history.Epochs[0].Training.Accuracy);
        Assert.Equal(33, history.Epochs[0].Validation!.Value.RowCount);
        Assert.Equal(network.Evaluate(validation), history.Epochs[1].Validation);
        Assert.True(history.Epochs[0].Duration > TimeSpan.Zero);
    }

    [Fact]
    public void The_reported_loss_is_the_loss_before_each_step()
    {
        TrainingData data = Samples.Separable(64, 20, 5);
        Network network = new(Samples.Mlp());
        EvaluationResult before = network.Evaluate(data);
        TrainingHistory history = network.Fit(data, new FitOptions { BatchSize = 64 });
        Assert.Equal(before.Loss, history.Epochs[0].Training.Loss, 1e-9);
        Assert.Equal(before.CorrectCount, history.Epochs[0].Training.CorrectCount);
    }

    [Theory]
    [InlineData(0, new long[0])]
    [InlineData(1, new[] { 1L })]
    [InlineData(3, new[] { 3L })]
    [InlineData(4, new[] { 3L, 1 })]
    [InlineData(8, new[] { 3L, 3, 2 })]
    public void Iterations_takes_precedence_over_Epochs(int iterations, long[] expectedBatches)
    {
        List<TrainingProgress> reports = [];
        Network network = new(Samples.Mlp());
        IReadOnlyList<NamedTensor> initial = network.GetWeights();
        FitOptions options = new() { BatchSize = 32, Epochs = 5, Iterations = iterations };
        TrainingHistory history = network.Fit(Samples.Separable(70, 20, 5), options, new Recorder(reports.Add));
        Assert.Equal(iterations, history.Iterations);
        Assert.Equal(iterations, reports.Count);
        Assert.Equal(expectedBatches, history.Epochs.Select(epoch => epoch.Batches));
        Assert.Equal(iterations == 0, Close.AreSame(initial, network.GetWeights()));
        Assert.All(reports, report => Assert.Equal(expectedBatches.Length, report.Epochs));
    }

    [Fact]
    public void Iterations_covering_whole_epochs_equal_Epochs()
    {
        Close.SameBits(Trained(new FitOptions { Epochs = 2 }), Trained(new FitOptions { Iterations = 14 }));
    }

    [Fact]
    public void Cancellation_keeps_the_weights_trained_so_far()
    {
        using CancellationTokenSource source = new();
        Network network = new(Samples.Mlp());
        TrainingData data = Samples.Separable(200, 20, 5);
        Recorder cancelAfterThree = new(report =>
        {
            if (report.Batch == 3)
            {
                source.Cancel();
            }
        });
        Assert.Throws<OperationCanceledException>(() => network.Fit(data, new FitOptions(), cancelAfterThree, source.Token));
        Close.SameBits(Trained(new FitOptions { Iterations = 3 }), network.GetWeights());

        // The network can be trained again after the cancellation.
        network.Fit(data, new FitOptions { Iterations = 1 });
    }

    [Fact]
    public void An_exception_in_a_progress_report_reaches_the_caller_and_keeps_the_weights()
    {
        Network network = new(Samples.Mlp());
        Assert.Throws<TimeZoneNotFoundException>(
            () => network.Fit(Samples.Separable(200, 20, 5), new FitOptions(), new Recorder(_ => throw new TimeZoneNotFoundException())));
        Close.SameBits(Trained(new FitOptions { Iterations = 1 }), network.GetWeights());
    }

    [Fact]
    public void The_divergence_error_names_the_batch_and_the_weights_are_kept()
    {
        float[] rows = Samples.Floats(200 * 20);
        rows[150 * 20] = float.NaN;
        Network network = new(Samples.Mlp());
        TrainingData data = new(new DenseFeatures(rows, 20), Samples.Labels(200, 5));
        FitOptions options = new() { Shuffle = false };
        TrainingDivergedException diverged = Assert.Throws<TrainingDivergedException>(() => network.Fit(data, options));
        Assert.Equal((1, 5), (diverged.Epoch, diverged.Batch));
        Assert.Contains("became NaN in epoch 1, batch 5. Try a smaller learning rate", diverged.Message, StringComparison.Ordinal);
        Assert.All(network.GetWeights().SelectMany(tensor => tensor.Values), value => Assert.True(float.IsFinite(value)));

        Network other = new(Samples.Mlp());
        other.Fit(data, options with { Iterations = 4 });
        Close.SameBits(other.GetWeights(), network.GetWeights());
    }

    [Fact]
    public void A_learning_rate_that_is_too_high_throws_TrainingDivergedException() =>
        Assert.Throws<TrainingDivergedException>(
            () => new Network(Samples.Mlp()).Fit(Samples.Separable(200, 20, 5), new FitOptions { Optimizer = new Sgd(1e30), Epochs = 5 }));

    [Fact]
    public void BatchSize_may_be_1_or_exceed_the_number_of_rows()
    {
        TrainingData data = Samples.Separable(7, 20, 5);
        Assert.Equal(7, new Network(Samples.Mlp()).Fit(data, new FitOptions { BatchSize = 1 }).Iterations);
        Assert.Equal(1, new Network(Samples.Mlp()).Fit(data, new FitOptions { BatchSize = 1000 }).Iterations);
    }

    private static IReadOnlyList<NamedTensor> Trained(FitOptions options)
    {
        Network network = new(Samples.Mlp());
        network.Fit(Samples.Separable(200, 20, 5), options);
        return network.GetWeights();
    }

    private sealed class Recorder(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
