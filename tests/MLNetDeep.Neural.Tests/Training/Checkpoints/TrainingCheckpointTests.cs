using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Checks that a training that is stopped, saved, loaded and resumed equals an uninterrupted training.</summary>
public class TrainingCheckpointTests
{
    private static readonly NetworkSpec Spec = new(
        [20],
        [new Dense(24, Activation.Tanh), new BatchNormalization(), new Dropout(0.3), new Dense(5, Activation.Softmax, kernelRegularizer: new(l2: 0.001))]);

    private static readonly TrainingData Data = Samples.Separable(200, 20, 5);

    public static TheoryData<OptimizerSpec> Optimizers =>
    [
        new Sgd(0.1, 0.9, decay: 0.01), new Adam(new OneCycle(0.01, 21)), new AdamW(), new Adagrad(0.1), new Adadelta(1),
        new RmsProp(momentum: 0.5, centered: true), new Adam(0.01) { GlobalClipNorm = 0.1 },
    ];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Resumes_in_the_middle_of_an_epoch(OptimizerSpec optimizer) => Check(new FitOptions { Optimizer = optimizer, Epochs = 3 }, stopAt: 10);

    // Stops after the last batch of an epoch but before the epoch ends, after an epoch, in the first epoch, and at the end of the training.
    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(1)]
    [InlineData(21)]
    public void Resumes_at_the_start_and_end_of_an_epoch(int batch) => Check(new FitOptions { Epochs = 3, ValidationSplit = 0.1, Iterations = 18 }, Math.Min(batch, 18));

    [Fact]
    public void Resumes_early_stopping()
    {
        FitOptions options = new()
        {
            Optimizer = new Adam(0.05),
            Epochs = 30,
            ValidationSplit = 0.2,
            EarlyStopping = new() { Patience = 3, RestoreBestWeights = true },
        };
        TrainingHistory history = new Network(Spec).Fit(Data, options);
        Assert.InRange(history.Epochs.Length, 5, 29);
        Check(options, stopAt: 5 * (history.Epochs.Length - 2));
        Check(options, stopAt: 5 * history.Epochs.Length);
    }

    [Fact]
    public void Training_can_resume_from_a_file_of_CheckpointSaver()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.checkpoint");
        try
        {
            FitOptions options = new() { Epochs = 3, Callbacks = [new CheckpointSaver(path, everyBatches: 3)] };
            Network whole = new(Spec);
            whole.Fit(Data, options);
            using CancellationTokenSource source = new();
            Network cut = new(Spec);
            Hook stopper = new()
            {
                BatchEnd = (_, batch) =>
                {
                    if (batch == 12)
                    {
                        source.Cancel();
                    }
                },
            };
            Assert.Throws<OperationCanceledException>(
                () => cut.Fit(Data, options with { Callbacks = [.. options.Callbacks, stopper] }, cancellation: source.Token));
            TrainingCheckpoint checkpoint = TrainingCheckpoint.Load(path);
            Assert.Equal((1, 3, 10), (checkpoint.History.Length, checkpoint.Batch, checkpoint.Steps));
            Network resumed = new(Spec, seed: 99);
            resumed.Fit(Data, options with { ResumeFrom = checkpoint });
            Close.SameBits(whole.GetWeights(), resumed.GetWeights());
            Assert.Empty(Directory.GetFiles(Path.GetTempPath(), $"{Path.GetFileName(path)}.*.tmp"));
            Assert.Throws<ArgumentOutOfRangeException>(() => new CheckpointSaver(path, 0));
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static TheoryData<string, Func<FitOptions, FitOptions>> ChangedOptions => new()
    {
        { "Optimizer", options => options with { Optimizer = new Adam(0.002) } },
        { "Optimizer", options => options with { Optimizer = new Adam { ClipValue = 1 } } },
        { "Loss", options => options with { Loss = new CategoricalCrossEntropy(0.1) } },
        { "ClassWeights", options => options with { ClassWeights = [1, 2] } },
        { "BatchSize was 32 and is now 16", options => options with { BatchSize = 16 } },
        { "Shuffle", options => options with { Shuffle = false } },
        { "Seed", options => options with { Seed = 1 } },
        { "number of rows", options => options with { ValidationSplit = 0.5 } },
    };

    [Theory]
    [MemberData(nameof(ChangedOptions))]
    public void A_checkpoint_of_a_different_training_throws(string message, Func<FitOptions, FitOptions> change)
    {
        TrainingCheckpoint checkpoint = CheckpointAt(new FitOptions(), 2);
        Network network = new(Spec);
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => network.Fit(Data, change(new FitOptions { ResumeFrom = checkpoint })));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Contains("the network", Assert.Throws<ArgumentException>(
            () => new Network(Samples.Mlp()).Fit(Data, new FitOptions { ResumeFrom = checkpoint })).Message, StringComparison.Ordinal);
    }

    // The number of rows to train on is the same, but not the rows.
    [Fact]
    public void A_checkpoint_of_a_training_on_other_rows_throws()
    {
        FitOptions options = new() { ValidationSplit = 0.1, ResumeFrom = CheckpointAt(new FitOptions { ValidationSplit = 0.1 }, 2) };
        Assert.Contains("ValidationRows was Automatic and is now Shuffled", Assert.Throws<ArgumentException>(
            () => new Network(Spec).Fit(Data, options with { ValidationRows = ValidationRows.Shuffled })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_checkpoints_throw()
    {
        using MemoryStream stream = new();
        CheckpointAt(new FitOptions(), 2).Save(stream);
        byte[] bytes = stream.ToArray();
        Assert.Throws<InvalidDataException>(() => TrainingCheckpoint.Load(new MemoryStream(bytes[..^1])));
        Assert.Throws<InvalidDataException>(() => TrainingCheckpoint.Load(new MemoryStream(bytes[..20])));
        using MemoryStream network = new();
        new Network(Spec).Save(network);
        network.Position = 0;
        Assert.Contains("is not a checkpoint", Assert.Throws<InvalidDataException>(() => TrainingCheckpoint.Load(network)).Message, StringComparison.Ordinal);
        string text = System.Text.Encoding.Latin1.GetString(ChecksumText.Remove(bytes)).Replace("\\u0022version\\u0022:1,\\u0022training", "\\u0022version\\u0022:7,\\u0022training", StringComparison.Ordinal);
        Assert.Contains("version 7", Assert.Throws<InvalidDataException>(
            () => TrainingCheckpoint.Load(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(text)))).Message, StringComparison.Ordinal);
    }

    private static void Check(FitOptions options, int stopAt)
    {
        Network whole = new(Spec, seed: 4);
        TrainingHistory expected = whole.Fit(Data, options);
        TrainingCheckpoint checkpoint = CheckpointAt(options, stopAt);
        Assert.Equal(stopAt, checkpoint.Steps);

        // Saves and loads the checkpoint, then resumes with a network that has different initial weights.
        using MemoryStream stream = new();
        checkpoint.Save(stream);
        stream.Position = 0;
        checkpoint = TrainingCheckpoint.Load(stream);
        Network resumed = new(Spec, seed: 5);
        TrainingHistory actual = resumed.Fit(Data, options with { ResumeFrom = checkpoint });
        Close.SameBits(whole.GetWeights(), resumed.GetWeights());
        Assert.Equal(
            expected.Epochs.Select(epoch => epoch with { Duration = default }), actual.Epochs.Select(epoch => epoch with { Duration = default }));
        using MemoryStream left = new(), right = new();
        whole.SaveWeights(left);
        resumed.SaveWeights(right);
        Assert.Equal(left.ToArray(), right.ToArray());
    }

    private static TrainingCheckpoint CheckpointAt(FitOptions options, int batch)
    {
        Network network = new(Spec, seed: 4);
        CheckpointKeeper keeper = new(batch);
        network.Fit(Data, options with { Callbacks = [keeper] });
        Network then = keeper.Checkpoint!.CreateNetwork();
        Close.SameBits(keeper.Weights!, then.GetWeights());
        return keeper.Checkpoint!;
    }

    private sealed class CheckpointKeeper(int batch) : TrainingCallback
    {
        private int _batchCount;

        public TrainingCheckpoint? Checkpoint { get; private set; }

        public IReadOnlyList<NamedTensor>? Weights { get; private set; }

        public override void OnBatchEnd(TrainingContext context, TrainingProgress progress)
        {
            if (++_batchCount == batch)
            {
                (Checkpoint, Weights) = (context.CreateCheckpoint(), context.Network.GetWeights());
            }
        }

        // If the batch to stop at is even and ends an epoch, the checkpoint is taken after the epoch instead.
        public override void OnEpochEnd(TrainingContext context, EpochResult result)
        {
            if (_batchCount == batch && batch % 2 == 0)
            {
                Checkpoint = context.CreateCheckpoint();
            }
        }
    }
}
