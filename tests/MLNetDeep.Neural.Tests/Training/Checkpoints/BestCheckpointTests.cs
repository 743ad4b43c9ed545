using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>A CheckpointSaver with BestOf keeps the best epoch only.</summary>
public sealed class BestCheckpointTests : IDisposable
{
    private static readonly TrainingData Data = Samples.Separable(200, 20, 5);

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.checkpoint");

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(TrainingMetric.ValidationLoss)]
    [InlineData(TrainingMetric.ValidationAccuracy)]
    [InlineData(TrainingMetric.ValidationF1Score)]
    public void The_file_has_the_first_best_epoch(TrainingMetric metric)
    {
        FitOptions options = new()
        {
            Optimizer = new Adam(0.2), Epochs = 12, ValidationSplit = 0.3, Callbacks = [new CheckpointSaver(_path) { BestOf = metric }],
        };
        TrainingHistory history = new Network(Samples.Mlp(dropout: 0.4)).Fit(Data, options);
        double[] values = [.. history.Epochs.Select(epoch => metric == TrainingMetric.ValidationLoss ? -epoch.ValueOf(metric) : epoch.ValueOf(metric))];
        int best = Array.IndexOf(values, values.Max());
        Assert.InRange(best, 1, 10);
        TrainingCheckpoint checkpoint = TrainingCheckpoint.Load(_path);
        Assert.Equal(best + 1, checkpoint.History.Length);
        Assert.Equal(history.Epochs[best].Validation, checkpoint.CreateNetwork().Evaluate(Data.Slice(140, 60)));
    }

    [Fact]
    public void Only_whole_epochs_can_be_the_best()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new CheckpointSaver(_path, everyBatches: 2) { BestOf = TrainingMetric.Loss });
        Assert.Contains("accepted: null with EveryBatches", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CheckpointSaver(_path) { BestOf = (TrainingMetric)99 });
    }
}
