using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Checkpoints keep the learning rate and the states of callbacks: a resumed training equals an uninterrupted one.</summary>
public sealed class CallbackStateTests : IDisposable
{
    // 160 training rows in batches of 32 are 5 batches per epoch.
    private static readonly TrainingData Data = Samples.Separable(200, 20, 5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("callbacks-");

    public static TheoryData<string, Func<TrainingCallback>> Callbacks => new()
    {
        { "plateau", () => new ReduceLearningRateOnPlateau { Factor = 0.5, Patience = 1, MinDelta = 0.2 } },
        { "cooldown", () => new ReduceLearningRateOnPlateau { Monitor = TrainingMetric.Recall, Factor = 0.5, Patience = 1, MinDelta = 0.2, Cooldown = 2 } },
        { "schedule", () => new LearningRateScheduler(new ExponentialDecay(0.05, 1, 0.7)) },
        { "function", () => new LearningRateScheduler((epoch, rate) => rate * (epoch % 2 == 0 ? 0.5 : 0.9)) },
    };

    public void Dispose() => _folder.Delete(recursive: true);

    // The saver comes first in the options, but saves the state that the callback has after the epoch.
    [Theory]
    [MemberData(nameof(Callbacks))]
    public void Resumed_equals_uninterrupted(string name, Func<TrainingCallback> create)
    {
        FitOptions options = new()
        {
            Optimizer = new Adam(0.05), Epochs = 6, ValidationSplit = 0.2, Metrics = [TrainingMetric.ValidationAreaUnderRocCurve],
        };
        Network whole = new(Samples.Mlp(dropout: 0.2));
        TrainingHistory expected = whole.Fit(Data, options with { Callbacks = [create()] });
        Assert.True(expected.Epochs.Select(epoch => epoch.LearningRate).Distinct().Count() >= 3, name);
        foreach (int end in (int[])[1, 3, 5, 6, 9, 10, 14, 15, 20, 23, 25, 29, 30])
        {
            string path = Path.Combine(_folder.FullName, $"{end}");
            Hook stop = new()
            {
                BatchEnd = (context, batch) =>
                {
                    if (batch == end)
                    {
                        context.Stop();
                    }
                },
            };
            new Network(Samples.Mlp(dropout: 0.2)).Fit(Data, options with { Callbacks = [new CheckpointSaver(path), create(), stop] });
            Network resumed = new(Samples.Mlp(dropout: 0.2), seed: 9);
            TrainingHistory actual = resumed.Fit(Data, options with { Callbacks = [create()], ResumeFrom = TrainingCheckpoint.Load(path) });
            Close.SameBits(whole.GetWeights(), resumed.GetWeights());
            Assert.Equal(
                expected.Epochs.Select(epoch => epoch with { Duration = default }), actual.Epochs.Select(epoch => epoch with { Duration = default }));
        }
    }

    [Fact]
    public void The_best_value_of_a_saver_is_kept_by_its_file_name_and_metric()
    {
        string best = Path.Combine(_folder.FullName, "best");
        string latest = Path.Combine(_folder.FullName, "latest");
        Fit([1, 2], 2, new CheckpointSaver(best) { BestOf = TrainingMetric.Loss }, null);
        TrainingCheckpoint checkpoint = TrainingCheckpoint.Load(best);
        Assert.Single(checkpoint.History);

        // The second epoch's loss of 3 is worse than the checkpoint's 1, but the best of a saver without that state.
        Fit([3], 2, new CheckpointSaver(best) { BestOf = TrainingMetric.Loss }, checkpoint);
        Assert.Single(TrainingCheckpoint.Load(best).History);
        Fit([3], 2, new CheckpointSaver(latest) { BestOf = TrainingMetric.Loss }, checkpoint);
        Assert.Equal(2, TrainingCheckpoint.Load(latest).History.Length);
    }

    [Fact]
    public void Different_options_begin_anew_and_keep_the_reduced_rate()
    {
        static ReduceLearningRateOnPlateau Plateau(int patience) => new() { Monitor = TrainingMetric.Loss, Factor = 0.5, Patience = patience };
        TrainingCheckpoint checkpoint = Fit([5, 5, 5], 3, Plateau(1), null);
        Assert.Equal([1, 1, 0.5], checkpoint.History.Select(epoch => epoch.LearningRate));
        double[] Resumed(int patience) => [.. Fit([6, 6, 6, 6], 7, Plateau(patience), checkpoint).History.Skip(3).Select(epoch => epoch.LearningRate)];

        // With the same options 6 is never better than 5: each epoch halves the rate. Anew, epoch 4 is the best, 5 and 6 are the plateau.
        Assert.Equal([0.25, 0.125, 0.0625, 0.03125], Resumed(1));
        Assert.Equal([0.25, 0.25, 0.25, 0.125], Resumed(2));
    }

    // A loss of 6 is worse than the 5 of the checkpoint, but that was on other validation rows.
    [Theory]
    [InlineData(4, new[] { 0.5, 0.25, 0.125 })]
    [InlineData(5, new[] { 0.5, 0.5, 0.25 })]
    public void A_value_on_other_validation_rows_is_not_compared(int rows, double[] rates)
    {
        static ReduceLearningRateOnPlateau Plateau() => new() { Factor = 0.5, Patience = 1 };
        TrainingCheckpoint checkpoint = Fit([5, 5], 2, Plateau(), null, validationRows: 4);
        TrainingCheckpoint resumed = Fit([6, 6, 6], 5, Plateau(), checkpoint, rows);
        Assert.Equal(rates, resumed.History.Skip(2).Select(epoch => epoch.LearningRate));
    }

    // A validation loss of 6 is worse than 5, but on other rows it is the best so far, and later only 5.5 is better.
    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 4)]
    public void The_best_of_a_saver_on_other_validation_rows_begins_anew(int rows, int savedEpochs)
    {
        string path = Path.Combine(_folder.FullName, "best");
        CheckpointSaver Saver() => new(path) { BestOf = TrainingMetric.ValidationLoss };
        TrainingCheckpoint checkpoint = Fit([5, 5], 2, Saver(), null, validationRows: 4);
        File.Delete(path);
        Fit([6, 5.5, 7], 5, Saver(), checkpoint, rows);
        Assert.Equal(savedEpochs, File.Exists(path) ? TrainingCheckpoint.Load(path).History.Length : 0);
    }

    // Top-2 and top-3 accuracies cannot be compared: with another k, early stopping and the saver begin anew.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_top_k_accuracy_of_another_k_is_not_compared(int k)
    {
        string path = Path.Combine(_folder.FullName, "best");
        FitOptions options = new()
        {
            Optimizer = new Adam(0.05), Epochs = 8, ValidationSplit = 0.2, TopK = 2,
            EarlyStopping = new() { Monitor = TrainingMetric.ValidationTopKAccuracy, Patience = 100, RestoreBestWeights = true },
            Callbacks = [new CheckpointSaver(path) { BestOf = TrainingMetric.ValidationTopKAccuracy }],
        };
        TrainingCheckpoint? last = null;
        LambdaCallback save = new() { TrainEnd = context => last = context.CreateCheckpoint() };
        TrainingHistory history = new Network(Samples.Mlp()).Fit(Data, options with { Callbacks = [.. options.Callbacks, save] });
        Assert.Equal(1, history.Epochs[^1].ValidationMetrics!.TopKAccuracy);
        File.Delete(path);
        TrainingHistory resumed = new Network(Samples.Mlp()).Fit(Data, options with { TopK = k, Epochs = 9, ResumeFrom = last });
        Assert.Equal(1, resumed.Epochs[8].ValidationMetrics!.TopKAccuracy);
        Assert.Equal(k == 3, File.Exists(path));
    }

    [Fact]
    public void Own_callbacks_keep_their_states_in_order()
    {
        Counter first = new(1), second = new(10);
        TrainingCheckpoint? checkpoint = null;
        LambdaCallback save = new() { TrainEnd = context => checkpoint = context.CreateCheckpoint() };
        FitOptions options = new() { Epochs = 3 };
        new Network(Samples.Mlp()).Fit(Data, options with { Callbacks = [first, second, save] });
        Assert.Equal((3, 30), (first.Count, second.Count));
        Counter[] resumed = [new(1), new(10), new(100)];
        new Network(Samples.Mlp()).Fit(Data, options with { Epochs = 5, ResumeFrom = checkpoint, Callbacks = [.. resumed] });
        Assert.Equal([5, 50, 200], resumed.Select(counter => counter.Count));
    }

    [Fact]
    public void A_state_that_is_not_valid_throws()
    {
        using MemoryStream stream = new();
        Fit([5, 5, 5], 3, new ReduceLearningRateOnPlateau { Monitor = TrainingMetric.Loss }, null).Save(stream);
        string text = System.Text.Encoding.Latin1.GetString(ChecksumText.Remove(stream.ToArray()));
        Assert.Contains("cooldown", text, StringComparison.Ordinal);
        TrainingCheckpoint damaged = Damage(text, "cooldown", "coolxxxx");
        InvalidDataException exception = Assert.Throws<InvalidDataException>(
            () => Fit([5], 4, new ReduceLearningRateOnPlateau { Monitor = TrainingMetric.Loss }, damaged));
        Assert.Contains("The checkpoint's state of ReduceLearningRateOnPlateau is not valid", exception.Message, StringComparison.Ordinal);
    }

    private static TrainingCheckpoint Damage(string text, string from, string to) => TrainingCheckpoint.Load(
        new MemoryStream(System.Text.Encoding.Latin1.GetBytes(text.Replace(from, to, StringComparison.Ordinal))));

    // 20 rows are one batch. Returns the checkpoint at the end of the training.
    private static TrainingCheckpoint Fit(
        double[] losses, int epochs, TrainingCallback callback, TrainingCheckpoint? from, int validationRows = 0)
    {
        TrainingCheckpoint? checkpoint = null;
        LambdaCallback save = new() { TrainEnd = context => checkpoint = context.CreateCheckpoint() };
        new Network(Samples.Mlp()).Fit(Samples.Data(20, 20, 5), new FitOptions
        {
            Backend = new ScriptedLosses(losses), Optimizer = new Sgd(1), Epochs = epochs, Callbacks = [callback, save], ResumeFrom = from,
            ValidationData = validationRows == 0 ? null : Samples.Data(validationRows, 20, 5),
        });
        return checkpoint!;
    }

    private sealed class Counter(int step) : TrainingCallback
    {
        public int Count { get; private set; }

        protected internal override string StateName => "counter";

        public override void OnTrainBegin(TrainingContext context) => Count = 0;

        public override void OnEpochEnd(TrainingContext context, EpochResult result) => Count += step;

        protected internal override string? SaveState() => $"{Count}";

        protected internal override void RestoreState(string state) => Count = int.Parse(state, System.Globalization.CultureInfo.InvariantCulture);
    }
}
