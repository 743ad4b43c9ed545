using MLNetDeep.Neural.Tests.Support;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Compares training on a stream, which is read pool by pool, with training on the same rows in memory.</summary>
public class StreamedBatchesTests
{
    private const int Rows = 200;
    private const int Columns = 20;
    private const int Classes = 5;

    private static readonly float[] Features = MakeFeatures();
    private static readonly int[] Labels = Samples.Labels(Rows, Classes);
    private static readonly NetworkSpec Spec = Samples.Mlp(Columns, 24, Classes, dropout: 0.2);

    // The 200 rows fit in one pool, whether or not the pool is a multiple of the batch. The largest pools must not overflow.
    [Theory]
    [InlineData(true, FitOptions.DefaultPoolSize, 32)]
    [InlineData(false, 224, 32)]
    [InlineData(true, 200, 32)]
    [InlineData(false, 200, 32)]
    [InlineData(false, 201, 32)]
    [InlineData(true, 223, 7)]
    [InlineData(false, 230, 199)]
    [InlineData(false, 200, 201)]
    [InlineData(false, 10, 1_000_000_000)]
    [InlineData(true, int.MaxValue, 33)]
    [InlineData(false, int.MaxValue, int.MaxValue - 1)]
    public void A_single_pool_yields_the_weights_of_in_memory_training(bool hasRowCount, int poolSize, int batchSize)
    {
        FitOptions options = new() { Epochs = 3, PoolSize = poolSize, BatchSize = batchSize };
        Assert.Equal(TrainInMemory(options), Train(options, Stream(hasRowCount)));
    }

    [Fact]
    public void Without_shuffling_the_pool_size_has_no_effect()
    {
        FitOptions options = new() { Epochs = 2, PoolSize = 64, Shuffle = false };
        Assert.Equal(TrainInMemory(options), Train(options, Stream()));
    }

    [Fact]
    public void Training_can_end_within_a_pass()
    {
        FitOptions options = new() { Iterations = 10, PoolSize = 64, Shuffle = false };
        Assert.Equal(TrainInMemory(options), Train(options, Stream()));
        InMemoryTrainingStream stream = Stream(hasRowCount: false);
        TrainingHistory history = new Network(Spec).Fit(stream, options);
        Assert.Equal([7, 3], history.Epochs.Select(epoch => epoch.Batches));
        Assert.Equal(0, stream.OpenPasses);
    }

    // 200 rows in batches of 32 and pools of 64: the first pool has 1 or 2 batches, all following pools have 2.
    [Fact]
    public void Each_pass_has_every_row_once_in_varying_pools()
    {
        List<float[]> batches = Record(new FitOptions { Epochs = 20, PoolSize = 64 }, Stream());
        float[][][] epochs = [.. batches.Chunk(7)];
        Assert.All(epochs, epoch => Assert.Equal(Enumerable.Range(0, Rows).Select(row => (float)row), epoch.SelectMany(row => row).Order()));
        Assert.All(epochs, epoch => Assert.Equal([32, 32, 32, 32, 32, 32, 8], epoch.Select(batch => batch.Length)));
        Assert.Equal(20, epochs.Select(epoch => string.Join(' ', epoch.SelectMany(row => row))).Distinct().Count());
        int[] firstPools = [.. epochs.Select(epoch => epoch[0].Max() < 32 ? 32 : 64).Distinct().Order()];
        Assert.Equal([32, 64], firstPools);
        Assert.All(epochs, epoch => Assert.True(epoch[^1].Min() >= 128));
    }

    [Fact]
    public void The_same_seed_yields_the_same_weights_for_any_thread_count()
    {
        FitOptions options = new() { Epochs = 3, PoolSize = 64, Threads = 1 };
        Assert.Equal(Train(options, Stream()), Train(options with { Threads = 3 }, Stream()));
        Assert.NotEqual(Train(options, Stream()), Train(options with { Seed = 1 }, Stream()));
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(7, true)]
    [InlineData(10, true)]
    [InlineData(10, false)]
    [InlineData(14, false)]
    public void A_resumed_training_equals_an_uninterrupted_training(int stopAt, bool hasRowCount)
    {
        FitOptions options = new() { Epochs = 3, PoolSize = 64 };
        TrainingCheckpoint? checkpoint = null;
        Hook capture = new() { BatchEnd = (context, batch) => checkpoint = batch == stopAt ? context.CreateCheckpoint() : checkpoint };
        byte[] whole = Train(options with { Callbacks = [capture] }, Stream(hasRowCount));
        Assert.Equal(whole, Train(options with { ResumeFrom = checkpoint }, Stream(hasRowCount)));
        Assert.Contains("PoolSize", Assert.Throws<ArgumentException>(
            () => Train(options with { ResumeFrom = checkpoint, PoolSize = 32 }, Stream(hasRowCount))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Progress_reports_the_batch_count_once_known(bool hasRowCount)
    {
        Reports reports = new();
        new Network(Spec).Fit(Stream(hasRowCount), new FitOptions { Epochs = 2, PoolSize = 64 }, reports);
        int before = hasRowCount ? 7 : 0;
        Assert.Equal([before, before, before, before, before, before, 7, 7, 7, 7, 7, 7, 7, 7], reports.Select(report => report.BatchesPerEpoch));
        Assert.Equal([7, 14], Enumerable.Range(1, 14).Where(number => reports[number - 1].IsEpochEnd));
    }

    [Fact]
    public void An_error_in_the_stream_ends_the_training_and_keeps_the_weights()
    {
        InMemoryTrainingStream stream = Stream(onRead: (row, _) =>
        {
            if (row >= 128)
            {
                throw new InvalidDataException("Damaged.");
            }
        });
        Network network = new(Spec);
        Assert.Throws<InvalidDataException>(() => network.Fit(stream, new FitOptions { PoolSize = 64 }));
        Assert.Equal(0, stream.OpenPasses);
        Assert.NotEqual(SavedWeights.Of(new Network(Spec)), SavedWeights.Of(network));
    }

    [Fact]
    public void Cancellation_stops_reading()
    {
        using CancellationTokenSource source = new();
        InMemoryTrainingStream stream = Stream(onRead: (row, cancellation) =>
        {
            if (row >= 64)
            {
                source.Cancel();
                Assert.True(cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)));
                cancellation.ThrowIfCancellationRequested();
            }
        });
        Assert.ThrowsAny<OperationCanceledException>(() => new Network(Spec).Fit(stream, new FitOptions { PoolSize = 64 }, null, source.Token));
        Assert.Equal(0, stream.OpenPasses);
    }

    [Fact]
    public void Incompatible_streams_and_options_throw()
    {
        Network network = new(Spec);
        Assert.Contains("ValidationSplit is 0.1", Assert.Throws<ArgumentException>(
            () => network.Fit(Stream(), new FitOptions { ValidationSplit = 0.1 })).Message, StringComparison.Ordinal);
        InMemoryTrainingStream empty = new([], Columns, []);
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => network.Fit(empty, new FitOptions())).Message, StringComparison.Ordinal);
        InMemoryTrainingStream narrow = new(new float[10], 2, new int[5]);
        Assert.Contains("2 columns", Assert.Throws<ArgumentException>(() => network.Fit(narrow, new FitOptions())).Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (empty.OpenPasses, narrow.OpenPasses));
    }

    // The first feature of each row is the row index.
    private static float[] MakeFeatures()
    {
        float[] features = Samples.Floats(Rows * Columns);
        for (int row = 0; row < Rows; row++)
        {
            features[row * Columns] = row;
        }

        return features;
    }

    private static InMemoryTrainingStream Stream(bool hasRowCount = true, Action<int, CancellationToken>? onRead = null) =>
        new(Features, Columns, Labels, hasRowCount) { OnRead = onRead };

    private static byte[] TrainInMemory(FitOptions options)
    {
        Network network = new(Spec);
        network.Fit(new TrainingData(new DenseFeatures(Features, Columns), Labels), options);
        return SavedWeights.Of(network);
    }

    private static byte[] Train(FitOptions options, InMemoryTrainingStream stream) => stream.Train(Spec, options);

    private static List<float[]> Record(FitOptions options, InMemoryTrainingStream stream)
    {
        RecordingBackend backend = new();
        new Network(Spec).Fit(stream, options with { Backend = backend });
        return backend.FirstValues;
    }

    private sealed class Reports : List<TrainingProgress>, IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => Add(value);
    }
}
