using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>
/// A backend whose results are read some steps later trains as one whose results are there at once: with the same reports in the same order.
/// </summary>
public partial class ResultDelayTests
{
    // 70 rows in batches of 8 are 9 batches per epoch.
    private const int Rows = 70;
    private const int BatchSize = 8;
    private const int BatchesPerEpoch = 9;

    private static readonly NetworkSpec Spec = new(
        [6], [new Dense(8, Activation.Tanh), new BatchNormalization(), new Dropout(0.3), new Dense(3, Activation.Softmax)]);

    public static TheoryData<int, string, int?> Trainings
    {
        get
        {
            TheoryData<int, string, int?> trainings = [];
            foreach (int delay in (int[])[1, 3, 8])
            {
                foreach (string source in (string[])["memory", "stream", "stream without row count"])
                {
                    foreach (int? iterations in (int?[])[null, 1, 4, 9, 14, 27])
                    {
                        trainings.Add(delay, source, iterations);
                    }
                }
            }

            return trainings;
        }
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Everything_is_the_same_as_without_delay(int delay, string source, int? iterations)
    {
        FitOptions options = Options with { Iterations = iterations };
        Record direct = new(CpuBackend.Instance, source, options);
        DelayedBackend backend = new(CpuBackend.Instance, delay);
        Record delayed = new(backend, source, options);
        Assert.Equal(iterations ?? 4 * BatchesPerEpoch, direct.Progress.Count);
        AssertSame(direct, delayed);
        Assert.Equal(Math.Min(delay + 1, iterations ?? 9), backend.MostBegun);
        Assert.Equal(source == "memory" ? [Data, Validation] : [Validation], backend.Prepared);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Early_stopping_and_the_best_weights_are_the_same(int delay)
    {
        FitOptions options = Options with { Epochs = 30, Optimizer = new Adam(0.2), EarlyStopping = new() { Patience = 3, RestoreBestWeights = true } };
        Record direct = new(CpuBackend.Instance, "memory", options);
        Assert.InRange(direct.History!.Epochs.Length, 4, 29);
        AssertSame(direct, new Record(new DelayedBackend(CpuBackend.Instance, delay), "memory", options));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Standardized_trainings_are_the_same(int delay)
    {
        float[] x = Samples.Floats(Rows * 3);
        float[] y = [.. x.Chunk(3).Select(row => 5 + row[0] - (20 * row[1]))];
        NetworkSpec spec = new([3], [new Dense(4, Activation.Tanh), new Dense(1)]);
        TrainingData data = new(new DenseFeatures(x, 3), new DenseTargets(y));
        FitOptions options = new()
        {
            BatchSize = BatchSize, Epochs = 3, StandardizeFeatures = true, StandardizeTargets = true, ValidationSplit = 0.2, Threads = 1,
        };
        (Network direct, Network delayed) = (new(spec, seed: 1), new(spec, seed: 1));
        DelayedBackend backend = new(CpuBackend.Instance, delay);
        TrainingHistory first = direct.Fit(data, options);
        TrainingHistory second = delayed.Fit(data, options with { Backend = backend });
        Assert.Equal(Comparable(first), Comparable(second));
        Close.SameBits(direct.GetWeights(), delayed.GetWeights());

        // The targets of prepared data are standardized when they are announced.
        Assert.Equal([56, 14], backend.Prepared.Select(rows => rows.RowCount));
        double sum = backend.Prepared[0].Targets is DenseTargets targets ? targets.Values.ToArray().Sum(value => (double)value) : double.NaN;
        Assert.Equal(0, sum, 1e-4);
    }

    // Batch 5 of epoch 2 stops the training: without delay after it, with delay after the batches that have begun, or at the epoch's end.
    [Theory]
    [InlineData(1, 6)]
    [InlineData(3, 8)]
    [InlineData(8, 9)]
    public void A_training_that_stops_reports_the_steps_that_have_begun(int delay, int batches)
    {
        foreach (string way in (string[])["Stop", "StopToken"])
        {
            using CancellationTokenSource source = new();
            Hook stop = new()
            {
                BatchEnd = (context, batch) =>
                {
                    if (batch == BatchesPerEpoch + 5 && way == "Stop")
                    {
                        context.Stop();
                    }
                    else if (batch == BatchesPerEpoch + 5)
                    {
                        source.Cancel();
                    }
                },
            };
            FitOptions options = Options with { Callbacks = [stop], StopToken = source.Token };
            Record stopped = new(new DelayedBackend(CpuBackend.Instance, delay), "memory", options);
            Record direct = new(CpuBackend.Instance, "memory", Options with { Iterations = BatchesPerEpoch + batches });
            Assert.Equal([(9L, false), (batches, batches < 9)], stopped.History!.Epochs.Select(epoch => (epoch.Batches, epoch.IsPartial)));
            Assert.Equal(
                direct.Progress.Select(progress => progress.BatchResult), stopped.Progress.Select(progress => progress.BatchResult));
            Close.SameBits(direct.Network.GetWeights(), stopped.Network.GetWeights());
        }
    }

    [Theory]
    [InlineData(1, 6)]
    [InlineData(3, 8)]
    [InlineData(8, 9)]
    public void A_cancelled_training_keeps_the_weights_of_all_reported_steps(int delay, int batches)
    {
        foreach (string from in (string[])["memory", "stream"])
        {
            using CancellationTokenSource source = new();
            Hook cancel = new()
            {
                BatchEnd = (_, batch) =>
                {
                    if (batch == 5)
                    {
                        source.Cancel();
                    }
                },
            };
            Record cancelled = new(
                new DelayedBackend(CpuBackend.Instance, delay), from, Options with { Callbacks = [cancel] }, source.Token);
            Assert.IsAssignableFrom<OperationCanceledException>(cancelled.Exception);
            Assert.Equal(batches, cancelled.Progress.Count);
            Record direct = new(CpuBackend.Instance, from, Options with { Iterations = batches });
            Close.SameBits(direct.Network.GetWeights(), cancelled.Network.GetWeights());
        }
    }

    // Row 35 is in batch 5 of each epoch without shuffling, and its loss is NaN from the start.
    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(8, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(8, true)]
    public void A_divergence_names_its_batch_and_keeps_the_last_finite_weights(int delay, bool goesBack)
    {
        float[] features = Samples.Floats(Rows * 6);
        features[35 * 6] = float.NaN;
        TrainingData data = new(new DenseFeatures(features, 6), Data.Targets);
        FitOptions options = Options with { Shuffle = false, ValidationData = null };
        DelayedBackend backend = new(CpuBackend.Instance, delay) { GoesBack = goesBack };
        TerminateOnNaN guard = new();
        List<long> batches = [];
        Hook hook = new() { BatchEnd = (_, batch) => batches.Add(batch) };
        Network network = new(Spec, seed: 3);
        TrainingHistory history = network.Fit(data, options with { Backend = backend, Callbacks = [guard, hook] });
        Assert.Same(guard.Divergence, history.Divergence);
        Assert.Equal((1, 5L), (guard.Divergence!.Epoch, guard.Divergence.Batch));
        Assert.StartsWith("The loss became NaN in epoch 1, batch 5. ", guard.Divergence.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4], batches);

        Network direct = new(Spec, seed: 3);
        direct.Fit(data, options with { Iterations = goesBack ? Math.Max(0, 4 - delay) : 4 });
        Close.SameBits(direct.GetWeights(), network.GetWeights());
        Assert.Equal((1, 5L), Place(Assert.Throws<TrainingDivergedException>(() => new Network(Spec).Fit(data, options with { Backend = backend }))));
    }

    // The steps after the batch have begun when it is reported, among them the one that fails. A callback reads their weights: the network is
    // as it is before that step, and the training still reports the batches before it, and then that it diverged.
    [Fact]
    public void A_callback_that_reads_the_network_ahead_of_a_divergence_hides_nothing()
    {
        float[] features = Samples.Floats(Rows * 6);
        features[35 * 6] = float.NaN;
        TrainingData data = new(new DenseFeatures(features, 6), Data.Targets);
        FitOptions options = Options with { Shuffle = false, ValidationData = null };
        List<long> batches = [];
        TrainingCheckpoint? checkpoint = null;
        Hook hook = new()
        {
            BatchEnd = (context, batch) =>
            {
                batches.Add(batch);
                checkpoint ??= context.CreateCheckpoint();
            },
        };
        Network network = new(Spec, seed: 3);
        FitOptions delayed = options with { Backend = new DelayedBackend(CpuBackend.Instance, 6), Callbacks = [hook] };
        Assert.Equal((1, 5L), Place(Assert.Throws<TrainingDivergedException>(() => network.Fit(data, delayed))));
        Assert.Equal([1, 2, 3, 4], batches);
        Assert.Equal((4L, 4L), (checkpoint!.Batch, checkpoint.Steps));
        Network direct = new(Spec, seed: 3);
        direct.Fit(data, options with { Iterations = 4 });
        Close.SameBits(direct.GetWeights(), network.GetWeights());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void A_learning_rate_that_a_callback_sets_is_used_after_the_steps_that_have_begun(int delay)
    {
        Hook halve = new()
        {
            BatchEnd = (context, batch) =>
            {
                if (batch == 5)
                {
                    context.LearningRateFactor = 0.5;
                }
            },
        };
        Record run = new(
            new DelayedBackend(CpuBackend.Instance, delay), "memory", Options with { Optimizer = new Sgd(0.1), Callbacks = [halve] });
        int lastWhole = Math.Min(5 + delay, BatchesPerEpoch);
        Assert.Equal(
            Enumerable.Range(1, 4 * BatchesPerEpoch).Select(batch => batch <= lastWhole ? 0.1 : 0.05), run.Progress.Select(progress => progress.LearningRate));

        // The rates are those of the steps: a session without delay that changes its rate then has the same weights.
        Hook later = new()
        {
            BatchEnd = (context, batch) =>
            {
                if (batch == lastWhole)
                {
                    context.LearningRateFactor = 0.5;
                }
            },
        };
        Record direct = new(CpuBackend.Instance, "memory", Options with { Optimizer = new Sgd(0.1), Callbacks = [later] });
        AssertSame(direct, run);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void CheckpointSaver_waits_for_the_batch_that_it_saves(int delay)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.checkpoint");
        try
        {
            FitOptions options = Options with { Callbacks = [new CheckpointSaver(path, everyBatches: 4)] };
            Hook end = new()
            {
                BatchEnd = (_, batch) =>
                {
                    if (batch == BatchesPerEpoch + 6)
                    {
                        throw new OperationCanceledException();
                    }
                },
            };
            _ = new Record(new DelayedBackend(CpuBackend.Instance, delay), "memory", options with { Callbacks = [end, .. options.Callbacks] });
            TrainingCheckpoint checkpoint = TrainingCheckpoint.Load(path);
            Assert.Equal((4L, BatchesPerEpoch + 4L), (checkpoint.Batch, checkpoint.Steps));
            Record direct = new(CpuBackend.Instance, "memory", Options with { Iterations = BatchesPerEpoch + 4 });
            Assert.Equal(direct.Checkpoints[^1], Summary(checkpoint));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void The_range_test_has_the_same_result(int delay)
    {
        LearningRateRangeResult direct = LearningRateRangeTest.Run(new Network(Spec, seed: 3), Data, Options);
        LearningRateRangeResult delayed = LearningRateRangeTest.Run(
            new Network(Spec, seed: 3), Data, Options with { Backend = new DelayedBackend(CpuBackend.Instance, delay) });
        Assert.InRange(direct.Losses.Length, 20, 99);
        Assert.True(direct.HasDiverged && delayed.HasDiverged);
        Assert.Equal(direct.Losses, delayed.Losses);
        Assert.Equal(direct.Rates, delayed.Rates);
        Assert.Equal(direct.Suggestion, delayed.Suggestion);
    }

    [Fact]
    public void TrainOnBatch_returns_its_own_result()
    {
        using BatchTrainer direct = new Network(Spec, seed: 3).CreateTrainer(Options);
        using BatchTrainer delayed = new Network(Spec, seed: 3).CreateTrainer(Options with { Backend = new DelayedBackend(CpuBackend.Instance, 3) });
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(direct.TrainOnBatch(Data), delayed.TrainOnBatch(Data));
        }
    }

    // Another thread may ask for the weights at any time.
    [Fact]
    public void Weights_read_on_another_thread_have_all_begun_steps()
    {
        Hook reader = new() { BatchEnd = (context, _) => Task.Run(() => context.Network.GetWeights()).GetAwaiter().GetResult() };
        Record direct = new(CpuBackend.Instance, "memory", Options);
        AssertSame(direct, new Record(new DelayedBackend(CpuBackend.Instance, 3), "memory", Options with { Callbacks = [reader] }));
    }

    [Fact]
    public void A_session_without_delay_refuses_to_begin_steps()
    {
        using ITrainingSession session = CpuBackend.Instance.CreateSession(Spec, new Network(Spec).GetWeights(), Options);
        Assert.Equal(0, session.ResultDelay);
        Assert.Throws<NotSupportedException>(() => session.BeginStep(Data, [0]));
        Assert.Throws<NotSupportedException>(() => session.EndStep());
    }

    private static TrainingData Data { get; } = Samples.Separable(Rows, 6, 3);

    private static TrainingData Validation { get; } = Samples.Data(10, 6, 3, key: 7);

    private static FitOptions Options => new()
    {
        Optimizer = new Adam(0.05), BatchSize = BatchSize, Epochs = 4, PoolSize = 24, Threads = 1, ValidationData = Validation,
    };

    private static (int Epoch, long Batch) Place(TrainingDivergedException exception) => (exception.Epoch, exception.Batch);

    private static IEnumerable<EpochResult> Comparable(TrainingHistory history) => history.Epochs.Select(epoch => epoch with { Duration = default });

    // All numbers of a checkpoint except durations.
    private static string Summary(TrainingCheckpoint checkpoint)
    {
        IEnumerable<NamedTensor> tensors = checkpoint.Weights.Concat(checkpoint.Optimizer.Tensors).Concat(checkpoint.BestWeights ?? []);
        string values = string.Join(' ', tensors.SelectMany(tensor => tensor.Values).Select(BitConverter.SingleToInt32Bits));
        return $"{checkpoint.Steps} {checkpoint.Batch} {checkpoint.History.Length} {checkpoint.Document.Sums} {values}";
    }

    private static void AssertSame(Record expected, Record actual)
    {
        Assert.Null(expected.Exception);
        Assert.Null(actual.Exception);
        Assert.Equal(Comparable(expected.History!), Comparable(actual.History!));
        Assert.Equal(expected.History!.Warnings, actual.History!.Warnings);
        Assert.Equal(expected.Progress, actual.Progress);
        Close.SameBits(expected.Network.GetWeights(), actual.Network.GetWeights());
        Assert.Equal(expected.Checkpoints, actual.Checkpoints);
    }
}
