using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>A training that resumes from any checkpoint of a first run equals an uninterrupted training, however the first run ended.</summary>
public class ResumeTests
{
    // 40 rows in batches of 8 are 5 batches per epoch, and 4 epochs are 20 batches.
    private const int Rows = 40;
    private const int BatchSize = 8;
    private const int Epochs = 4;
    private const int Batches = 20;

    private static readonly NetworkSpec Spec = new(
        [6], [new Dense(8, Activation.Tanh), new BatchNormalization(), new Dropout(0.3), new Dense(3, Activation.Softmax)]);

    public static TheoryData<string, bool> Sources => new()
    {
        { "memory", true }, { "memory", false }, { "stream", true }, { "stream", false }, { "stream without row count", true },
        { "stream that outlives its pass", true }, { "memory, results 3 steps later", true }, { "stream, results 1 step later", false },
    };

    /// <summary>What ends the first run.</summary>
    public enum Ending
    {
        Stop,
        Cancellation,
        Exception,
        StopToken,

        // The loss of the next step is NaN. The training throws or, with TerminateOnNaN, returns.
        Divergence,
        TerminateOnNaN,
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Resumed_equals_uninterrupted_however_the_first_run_ended(string source, bool usesAdam)
    {
        FitOptions options = Options(usesAdam);
        Run whole = new(source, options);
        Assert.Equal(Batches, whole.History!.Iterations);
        foreach (Ending ending in Enum.GetValues<Ending>())
        {
            foreach (string moment in (string[])["train begin", "epoch begin 1", "epoch begin 2", "epoch begin 4", "epoch end 1", "epoch end 4"])
            {
                Check(whole, source, options, options, new Ender(ending, moment));
            }

            foreach (int batch in (int[])[1, 4, 5, 6, 7, 10, 14, 19, 20])
            {
                Check(whole, source, options, options, new Ender(ending, $"batch {batch}"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Resumed_equals_uninterrupted_after_fewer_iterations_or_epochs(string source, bool usesAdam)
    {
        FitOptions options = Options(usesAdam);
        Run whole = new(source, options);
        foreach (int iterations in (int[])[0, 1, 4, 5, 7, 10, 19, 20])
        {
            Check(whole, source, options with { Iterations = iterations }, options, null);
            Check(whole, source, options with { Iterations = iterations }, options with { Iterations = Batches }, null);
        }

        foreach (int epochs in (int[])[1, 3, 4])
        {
            Check(whole, source, options with { Epochs = epochs }, options, null);
        }
    }

    // Early stopping ends the first run; the second run has more patience.
    [Theory]
    [MemberData(nameof(Sources))]
    public void Resumed_equals_uninterrupted_after_early_stopping(string source, bool usesAdam)
    {
        FitOptions options = Options(usesAdam) with
        {
            Epochs = 12,
            ValidationData = Samples.Data(10, 6, 3, key: 7),
            EarlyStopping = new() { Patience = 4, RestoreBestWeights = true },
        };
        Run whole = new(source, options);
        FitOptions impatient = options with { EarlyStopping = options.EarlyStopping with { Patience = 1 } };
        Assert.True(new Run(source, impatient).History!.Epochs.Length < whole.History!.Epochs.Length);
        Check(whole, source, impatient, options, null);
        foreach (string moment in (string[])["epoch begin 2", "batch 7", "batch 10", "epoch end 2", "batch 16"])
        {
            Check(whole, source, options, options, new Ender(Ending.Stop, moment));
        }
    }

    [Fact]
    public void Stop_within_an_epoch_leaves_a_part_of_an_epoch_in_the_file_of_CheckpointSaver()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.checkpoint");
        try
        {
            FitOptions options = Options(usesAdam: true) with { Callbacks = [new CheckpointSaver(path)] };
            Run whole = new("memory", options with { Callbacks = [] });
            TrainingHistory stopped = new Network(Spec, seed: 3).Fit(
                Data, options with { Callbacks = [new CheckpointSaver(path), new Ender(Ending.Stop, "batch 7")] });
            Assert.Equal([(5L, false), (2L, true)], stopped.Epochs.Select(epoch => (epoch.Batches, epoch.IsPartial)));
            TrainingCheckpoint checkpoint = TrainingCheckpoint.Load(path);
            Assert.Equal((1, 2L, 7L), (checkpoint.History.Length, checkpoint.Batch, checkpoint.Steps));
            Network resumed = new(Spec);
            TrainingHistory history = resumed.Fit(Data, options with { ResumeFrom = checkpoint });
            Assert.Equal([5L, 5, 5, 5], history.Epochs.Select(epoch => epoch.Batches));
            Assert.Equal(Batches, TrainingCheckpoint.Load(path).Steps);
            Close.SameBits(whole.Network.GetWeights(), resumed.GetWeights());
        }
        finally
        {
            File.Delete(path);
        }
    }

    // The schedule is infinite at step -1.
    [Fact]
    public void Stop_in_OnEpochBegin_records_no_epoch()
    {
        FitOptions options = Options(usesAdam: true) with { Optimizer = new Adam(new TimeDecay(0.01, 1)) };
        foreach ((string moment, int epochs) in new[] { ("epoch begin 1", 0), ("epoch begin 3", 2) })
        {
            List<EpochResult> ended = [];
            Run run = new("memory", options with { Callbacks = [new Ender(Ending.Stop, moment), new EpochRecorder(ended)] });
            Assert.Equal(epochs, run.History!.Epochs.Length);
            Assert.Equal(epochs, ended.Count);
            Assert.All(run.History.Epochs, epoch => Assert.True(epoch.Batches == 5 && double.IsFinite(epoch.LearningRate)));
        }
    }

    // Resumes from the last checkpoint that each kind of event created, as a file would hold it.
    private static void Check(Run whole, string source, FitOptions first, FitOptions second, Ender? ender)
    {
        Keeper before = new(), after = new();
        Run run = new(source, ender is null ? first with { Callbacks = [before] } : ender.Prepare(first, before, after));
        Assert.Equal(ender is null or { Ending: Ending.Stop or Ending.StopToken or Ending.TerminateOnNaN } || run.IsComplete, run.History is not null);
        Assert.Equal(ender is { Ending: Ending.TerminateOnNaN } && !run.IsComplete, run.History?.Divergence is not null);
        foreach (TrainingCheckpoint kept in before.Checkpoints.Values.Concat(after.Checkpoints.Values).DistinctBy(checkpoint => (checkpoint.Steps, checkpoint.Batch)))
        {
            using MemoryStream stream = new();
            kept.Save(stream);
            stream.Position = 0;
            TrainingCheckpoint checkpoint = TrainingCheckpoint.Load(stream);
            StepCounter steps = new();
            Run resumed = new(source, second with { ResumeFrom = checkpoint, Callbacks = [steps] });
            Assert.Equal(whole.History!.Iterations, checkpoint.Steps + steps.Count);
            Assert.Equal(Comparable(whole.History), Comparable(resumed.History!));
            Assert.Equal(SavedWeights.Of(whole.Network), SavedWeights.Of(resumed.Network));
        }
    }

    private static IEnumerable<EpochResult> Comparable(TrainingHistory history) => history.Epochs.Select(epoch => epoch with { Duration = default });

    private static TrainingData Data { get; } = Samples.Separable(Rows, 6, 3);

    private static FitOptions Options(bool usesAdam) => new()
    {
        Optimizer = usesAdam ? new Adam(0.05) : new Sgd(0.1, momentum: 0.9),
        BatchSize = BatchSize,
        Epochs = Epochs,
        PoolSize = 16,
        Threads = 1,
    };

    private sealed class Run
    {
        public Run(string source, FitOptions options)
        {
            try
            {
                if (Delay(source) is var delay and > 0)
                {
                    options = options with { Backend = new DelayedBackend(options.Backend, delay) };
                }

                History = source.StartsWith("memory", StringComparison.Ordinal)
                    ? Network.Fit(Data, options, cancellation: Cancellation(options))
                    : FitStream(source, options);
            }
            catch (Exception exception) when (exception is OperationCanceledException or TimeZoneNotFoundException or TrainingDivergedException)
            {
            }

            IsComplete = History?.Iterations == Batches;
        }

        public Network Network { get; } = new(Spec, seed: 3);

        public TrainingHistory? History { get; }

        public bool IsComplete { get; }

        private static int Delay(string source) => source.Contains("later", StringComparison.Ordinal) ? source.First(char.IsDigit) - '0' : 0;

        private static CancellationToken Cancellation(FitOptions options) =>
            options.Callbacks.OfType<Ender>().SingleOrDefault(ender => ender.Ending == Ending.Cancellation)?.Token ?? CancellationToken.None;

        private TrainingHistory FitStream(string source, FitOptions options)
        {
            float[] rows = new float[Rows * 6];
            for (int row = 0; row < Rows; row++)
            {
                Data.Features.CopyRow(row, rows.AsSpan(row * 6, 6));
            }

            InMemoryTrainingStream stream = new(
                rows, 6, Data.Labels.ToArray(), hasRowCount: source != "stream without row count", rowsOutlivePass: source.Contains("outlives", StringComparison.Ordinal));
            return Network.Fit(stream, options, cancellation: Cancellation(options));
        }
    }

    // Ends the training at a moment such as "epoch begin 2" or "batch 7", counted over the whole training.
    private sealed class Ender(Ending ending, string moment) : TrainingCallback
    {
        private readonly CancellationTokenSource _source = new();
        private readonly NotANumberBackend _backend = new();
        private int _batches;

        public Ending Ending { get; } = ending;

        public CancellationToken Token => _source.Token;

        // Adds to the options what ends the training, between two callbacks.
        public FitOptions Prepare(FitOptions options, TrainingCallback before, TrainingCallback after)
        {
            FitOptions prepared = options with { Callbacks = [before, this, after] };
            return Ending switch
            {
                Ending.StopToken => prepared with { StopToken = Token },
                Ending.Divergence => prepared with { Backend = _backend },
                Ending.TerminateOnNaN => prepared with { Backend = _backend, Callbacks = [.. prepared.Callbacks, new TerminateOnNaN()] },
                _ => prepared,
            };
        }

        public override void OnTrainBegin(TrainingContext context) => At(context, "train begin");

        public override void OnEpochBegin(TrainingContext context) => At(context, $"epoch begin {context.Epoch}");

        public override void OnBatchEnd(TrainingContext context, TrainingProgress progress) => At(context, $"batch {++_batches}");

        public override void OnEpochEnd(TrainingContext context, EpochResult result) => At(context, $"epoch end {result.Epoch}");

        private void At(TrainingContext context, string now)
        {
            if (now != moment)
            {
                return;
            }

            switch (Ending)
            {
                case Ending.Stop:
                    context.Stop();
                    break;
                case Ending.Cancellation:
                case Ending.StopToken:
                    _source.Cancel();
                    break;
                case Ending.Divergence:
                case Ending.TerminateOnNaN:
                    _backend.IsBroken = true;
                    break;
                default:
                    throw new TimeZoneNotFoundException();
            }
        }
    }

    private sealed class Keeper : TrainingCallback
    {
        public Dictionary<string, TrainingCheckpoint> Checkpoints { get; } = [];

        public override void OnTrainBegin(TrainingContext context) => Keep("train begin", context);

        public override void OnEpochBegin(TrainingContext context) => Keep("epoch begin", context);

        public override void OnBatchEnd(TrainingContext context, TrainingProgress progress) => Keep("batch", context);

        public override void OnEpochEnd(TrainingContext context, EpochResult result) => Keep("epoch end", context);

        public override void OnTrainEnd(TrainingContext context) => Keep("train end", context);

        private void Keep(string moment, TrainingContext context) => Checkpoints[moment] = context.CreateCheckpoint();
    }

    private sealed class StepCounter : TrainingCallback
    {
        public int Count { get; private set; }

        public override void OnBatchEnd(TrainingContext context, TrainingProgress progress) => Count++;
    }

    private sealed class EpochRecorder(List<EpochResult> results) : TrainingCallback
    {
        public override void OnEpochEnd(TrainingContext context, EpochResult result) => results.Add(result);
    }
}
