using MLNetDeep.Neural.Serialization;
using MLNetDeep.Neural.Tests.Support;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Counts of batches and steps beyond 2³¹ - 1.</summary>
public class LongCounterTests
{
    private const long Many = 3_000_000_000;

    private static readonly TrainingData Data = Samples.Separable(20, 20, 5);

    [Fact]
    public void A_checkpoint_keeps_long_counts_and_the_training_resumes()
    {
        FitOptions options = new() { BatchSize = 10, Optimizer = new Sgd(new OneCycle(0.1, 2 * Many)), Iterations = Many + 3, Threads = 1 };
        EpochResult epoch = new(1, Many, new EvaluationResult(1, 1, 1), null, TimeSpan.Zero, 0.1);
        TrainingCheckpoint checkpoint = Load(options, new(
            1, Identity(options), Many, 0, default, [epoch], double.PositiveInfinity, 0));
        Assert.Equal((Many, Many), (checkpoint.Steps, checkpoint.History[0].Batches));
        List<TrainingProgress> reports = [];
        TrainingHistory history = new Network(Samples.Mlp()).Fit(Data, options with { ResumeFrom = checkpoint }, new Reporter(reports.Add));
        Assert.Equal([Many, 2, 1], history.Epochs.Select(result => result.Batches));
        Assert.Equal(Many + 3, history.Iterations);
        Assert.Equal([false, false, true], history.Epochs.Select(result => result.IsPartial));

        // Halfway through the warm-up of 0.3 · 6e9 steps, the rate of OneCycle would be much lower; at half of all steps it is past its peak.
        Assert.Equal(new OneCycle(0.1, 2 * Many).At(Many), reports[0].LearningRate);
        Assert.InRange(reports[0].LearningRate, 0.05, 0.09);
        Assert.Equal((int)((Many + 4) / 2), reports[0].Epochs);
    }

    [Fact]
    public void A_position_within_an_epoch_may_be_long()
    {
        FitOptions options = new() { BatchSize = 10, Threads = 1 };
        TrainingCheckpoint checkpoint = Load(options, new(1, Identity(options), Many, Many, default, [], double.PositiveInfinity, 0));
        Assert.Equal(Many, checkpoint.Batch);
    }

    private static TrainingIdentity Identity(FitOptions options)
    {
        using MemoryBatches batches = new(Data, options);
        return TrainingIdentity.Create(Samples.Mlp(), options, batches);
    }

    private static TrainingCheckpoint Load(FitOptions options, CheckpointDocument document)
    {
        Network network = new(Samples.Mlp());
        Assert.NotNull(options);
        using MemoryStream stream = new();
        new TrainingCheckpoint(document, network.GetWeights(), new OptimizerState(document.Steps, []), null, []).Save(stream);
        stream.Position = 0;
        return TrainingCheckpoint.Load(stream);
    }

    private sealed class Reporter(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
