using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training.Augmentation;

/// <summary>Trainings on changed pictures: seeds, threads, streams, checkpoints, validation and refusals.</summary>
public class AugmentedTrainingTests
{
    private const int Size = 4 * 5 * 2;

    private static readonly NetworkSpec s_spec =
        new([4, 5, 2], [new Flatten(), new Dense(12, Activation.Relu), new Dropout(0.1), new Dense(3, Activation.Softmax)]);

    private static readonly PictureAugmentation s_all = new()
    {
        HorizontalFlip = true, VerticalFlip = true, Rotation = 30, HorizontalShift = 2, VerticalShift = 1, Brightness = 0.4, Contrast = 0.5,
        Cutout = 2, FillValue = 0.5f,
    };

    private static readonly FitOptions s_options = new() { BatchSize = 8, Epochs = 3, Seed = 4, Threads = 1, Augmentation = s_all };

    private static readonly byte[] s_bytes = Samples.Bytes(60 * Size, valuesPerNonzero: 2);

    private static readonly int[] s_labels = Samples.Labels(60, 3);

    private static TrainingData Bytes => new(new ByteFeatures(s_bytes, Size), s_labels);

    private static TrainingData Floats => new(new DenseFeatures(FloatPixels, Size), s_labels);

    private static float[] FloatPixels => Array.ConvertAll(s_bytes, pixel => pixel * ByteFeatures.DefaultScale);

    [Fact]
    public void Bytes_numbers_sparse_rows_streams_and_all_numbers_of_threads_give_the_same_weights()
    {
        byte[] expected = Train(Bytes, s_options);
        Assert.NotEqual(expected, Train(Bytes, s_options with { Augmentation = null }));
        Assert.NotEqual(expected, Train(Bytes, s_options with { Seed = 5 }));
        Assert.Equal(expected, Train(Floats, s_options));
        Assert.Equal(expected, Train(new(Samples.ToSparse(Bytes.Features), s_labels), s_options));
        Assert.Equal(expected, Train(Bytes, s_options with { Threads = 2 }));
        Assert.Equal(expected, Train(Bytes, s_options with { Threads = 5 }));
        Assert.Equal(expected, Train(Bytes, s_options with { Backend = new DelayedBackend(CpuBackend.Instance, 3) }));
        Assert.Equal(expected, new InMemoryTrainingStream(FloatPixels, Size, s_labels).Train(s_spec, s_options with { PoolSize = 64 }));
    }

    // The first layer's inputs are divided between two threads, which read parts of the rows, also ahead.
    [Fact]
    public void Parts_of_rows_are_parts_of_the_same_pictures()
    {
        NetworkSpec dense = new([14, 14], [new Flatten(), new Dense(64, Activation.Relu), new Dense(3, Activation.Softmax)]);
        TrainingData data = new(new ByteFeatures(Samples.Bytes(320 * 196, valuesPerNonzero: 2), 196), Samples.Labels(320, 3));
        FitOptions options = s_options with { BatchSize = 32 };
        Network one = new(dense), two = new(dense);
        one.Fit(data, options);
        two.Fit(data, options with { Threads = 2 });
        Assert.Equal(SavedWeights.Of(one), SavedWeights.Of(two));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(13)]
    public void A_resumed_training_equals_an_uninterrupted_one(int batch)
    {
        TrainingCheckpoint? checkpoint = null;
        int batches = 0;
        Hook stop = new()
        {
            BatchEnd = (context, _) =>
            {
                if (++batches == batch)
                {
                    checkpoint = context.CreateCheckpoint();
                    context.Stop();
                }
            },
        };
        new Network(s_spec).Fit(Bytes, s_options with { Callbacks = [stop] });
        using MemoryStream file = new();
        checkpoint!.Save(file);
        file.Position = 0;
        checkpoint = TrainingCheckpoint.Load(file);
        Assert.Equal(Train(Bytes, s_options), Train(Bytes, s_options with { ResumeFrom = checkpoint }));
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => Train(Bytes, s_options with { ResumeFrom = checkpoint, Augmentation = s_all with { Cutout = 1 } }));
        Assert.Contains("Augmentation was PictureAugmentation { HorizontalFlip = True", error.Message);
        Assert.Contains("Cutout = 1", error.Message);
    }

    // Epochs without steps that matter: the learning rate is 0, so the weights are those of the start.
    [Fact]
    public void Validation_and_evaluation_use_the_pictures_as_they_are()
    {
        FitOptions options = s_options with
        {
            Optimizer = new Sgd(0.1), ValidationData = Floats, Metrics = [TrainingMetric.Loss, TrainingMetric.ValidationLoss],
        };
        Network network = new(s_spec);
        TrainingHistory history = network.Fit(Bytes, options);
        double expected = network.Evaluate(Floats).Loss;
        Assert.Equal(expected, history.Epochs[^1].Validation!.Value.Loss, 1e-6);
        using BatchTrainer trainer = network.CreateTrainer(options);
        Assert.Equal(expected, trainer.Evaluate(Bytes).Loss, 1e-6);
        Assert.NotEqual(expected, trainer.TrainOnBatch(Bytes).Loss, 1e-3);
    }

    // Each step changes a picture anew; a step sees the flip of the whole picture or the picture.
    [Fact]
    public void Each_step_changes_each_picture_anew()
    {
        RecordingBackend backend = new();
        float[] pixels = [.. Enumerable.Range(0, 40).SelectMany(row => (float[])[row, 100 + row])];
        TrainingData data = new(new DenseFeatures(pixels, 2), new int[40]);
        new Network(new NetworkSpec([1, 2], [new Flatten(), new Dense(2, Activation.Softmax)])).Fit(data, new FitOptions
        {
            Epochs = 10, BatchSize = 8, Backend = backend, Augmentation = new() { HorizontalFlip = true },
        });
        bool[][] flips = new bool[40][];
        Array.ForEach(Enumerable.Range(0, 40).ToArray(), row => flips[row] =
        [
            .. backend.Steps.Zip(backend.FirstValues)
                .SelectMany(step => step.First.Zip(step.Second)).Where(pair => pair.First == row).Select(pair => pair.Second == 100 + row),
        ]);
        Assert.All(flips, flip => Assert.Equal(10, flip.Length));
        int flipped = flips.Sum(flip => flip.Count(isFlipped => isFlipped));
        Assert.InRange(flipped, 150, 250);
        Assert.All(flips, flip => Assert.Contains(true, flip));
        Assert.All(flips, flip => Assert.Contains(false, flip));
        Assert.True(flips.Select(flip => string.Concat(flip.Select(isFlipped => isFlipped ? 1 : 0))).Distinct().Count() > 35);
    }

    [Fact]
    public void Batches_do_not_allocate()
    {
        using BatchTrainer trainer = new Network(s_spec).CreateTrainer(s_options with { Loss = new CategoricalCrossEntropy() });
        TrainingData batch = Bytes;
        for (int i = 0; i < 30; i++)
        {
            trainer.TrainOnBatch(batch);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            trainer.TrainOnBatch(batch);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("Rotation is -1; accepted: 0 to 180")]
    [InlineData("HorizontalShift is -1; accepted: 0 or more")]
    [InlineData("VerticalShift is -1; accepted: 0 or more")]
    [InlineData("Brightness is 1.5; accepted: 0 to 1")]
    [InlineData("Contrast is NaN; accepted: 0 to 1")]
    [InlineData("Cutout is -1; accepted: 0 or more")]
    [InlineData("Fill is 4; accepted: one of Reflect, Constant, Nearest, Wrap")]
    [InlineData("FillValue is NaN; accepted: finite")]
    public void Values_out_of_range_are_refused(string message)
    {
        Func<PictureAugmentation> create = message.Split(' ')[0] switch
        {
            "Rotation" => () => new() { Rotation = -1 },
            "HorizontalShift" => () => new() { HorizontalShift = -1 },
            "VerticalShift" => () => new() { VerticalShift = -1 },
            "Brightness" => () => new() { Brightness = 1.5 },
            "Contrast" => () => new() { Contrast = double.NaN },
            "Cutout" => () => new() { Cutout = -1 },
            "Fill" => () => new() { Fill = (FillMode)4 },
            _ => () => new() { FillValue = float.NaN },
        };
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(create).Message);
    }

    [Fact]
    public void What_does_not_fit_the_pictures_is_refused()
    {
        Assert.Contains("the network's is [40]", Refused(new([Size], [new Dense(3, Activation.Softmax)]), s_all));
        Assert.Contains("HorizontalShift is 5; accepted for pictures of 4 rows and 5 columns: 0 to 4", Refused(s_spec, new() { HorizontalShift = 5 }));
        Assert.Contains("VerticalShift is 4; accepted for pictures of 4 rows and 5 columns: 0 to 3", Refused(s_spec, new() { VerticalShift = 4 }));
        Assert.Contains("Cutout is 5; accepted for pictures of 4 rows and 5 columns: 0 to 4", Refused(s_spec, new() { Cutout = 5 }));
        NetworkSpec sequences = new([4, 10], [new Flatten(), new Dense(3, Activation.Softmax)]);
        TrainingData rows = new(new DenseFeatures(FloatPixels, Size, s_labels, positionCount: 4), s_labels);
        Assert.Contains(
            "the rows are sequences with lengths",
            Assert.Throws<ArgumentException>(() => new Network(sequences).Fit(rows, s_options)).Message);
    }

    private static string Refused(NetworkSpec spec, PictureAugmentation augmentation) => Assert.Throws<ArgumentException>(
        () => new Network(spec).Fit(Bytes, s_options with { Augmentation = augmentation })).Message;

    private static byte[] Train(TrainingData data, FitOptions options)
    {
        Network network = new(s_spec);
        network.Fit(data, options);
        return SavedWeights.Of(network);
    }
}
