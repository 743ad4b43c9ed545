using MLNetDeep.Neural.Tests.Support;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural.Tests.Training.Ranks;

/// <summary>A training on a stream of which each rank reads a part is the training on the whole stream, up to the order of sums.</summary>
public class RankStreamTrainingTests
{
    private const int Rows = 199;
    private const int Columns = 8;
    private const int Classes = 5;

    private const double Tolerance = 2e-5;

    private static readonly float[] s_features = Array.ConvertAll(Samples.Floats(Rows * Columns), value => 3 + (20 * value));
    private static readonly int[] s_labels = Samples.Labels(Rows, Classes);
    private static readonly float[] s_targets = [.. Enumerable.Range(0, Rows).Select(row => 50 + (s_features[row * Columns] * 4) - s_features[(row * Columns) + 1])];

    private static readonly NetworkSpec s_classifier = new(
        [Columns], [new Dense(24, Activation.Relu), new BatchNormalization(), new Dropout(0.3), new Dense(Classes, Activation.Softmax)]);

    private static readonly FitOptions s_options = new() { BatchSize = 16, Epochs = 6, PoolSize = 64, Seed = 5 };

    [Theory]
    [InlineData(2, true, false)]
    [InlineData(3, true, true)]
    [InlineData(3, false, true)]
    public void Any_number_of_ranks_has_the_losses_of_one_process(int ranks, bool hasRowCount, bool standardizes)
    {
        TrainingData validation = new TrainingData(new DenseFeatures(s_features, Columns), s_labels).Slice(0, 41);
        FitOptions options = s_options with { StandardizeFeatures = standardizes, ValidationData = validation, Optimizer = new Sgd(0.002) };
        RankRun plain = Fit(s_classifier, Classified, options, hasRowCount);
        RankRun[] runs = OnRanks(ranks, s_classifier, Classified, options, hasRowCount);
        RankRun.AllSame(runs);
        runs[0].AssertLosses(plain, Tolerance);
        Assert.Equal(
            plain.History!.Epochs.Select(epoch => Math.Round(epoch.Validation!.Value.Loss, 4)),
            runs[0].History!.Epochs.Select(epoch => Math.Round(epoch.Validation!.Value.Loss, 4)));
    }

    [Fact]
    public void Targets_are_standardized_with_the_rows_of_all_ranks()
    {
        NetworkSpec spec = new([Columns], [new Dense(8, Activation.Tanh), new Dense(1)]);
        FitOptions options = s_options with { StandardizeFeatures = true, StandardizeTargets = true };
        RankRun plain = Fit(spec, Regressed, options);
        RankRun[] runs = OnRanks(2, spec, Regressed, options);
        RankRun.AllSame(runs);
        runs[0].AssertLosses(plain, Tolerance);
    }

    // A pool of bytes is scaled by one number, and of sparse rows only the nonzero values count.
    [Fact]
    public void Bytes_and_sparse_rows_are_standardized_with_the_rows_of_all_ranks()
    {
        byte[] pixels = [.. Enumerable.Range(0, Rows * Columns).Select(i => i % 5 == 0 ? (byte)(i * 7) : (byte)0)];
        TrainingData bytes = new(new ByteFeatures(pixels, Columns), s_labels);
        TrainingData dense = new(new ByteFeatures(pixels.Select((pixel, i) => (byte)(pixel + (i % 50))).ToArray(), Columns), s_labels);
        TrainingData sparse = new(new DenseFeatures(Array.ConvertAll(pixels, pixel => pixel * 2f), Columns), s_labels);
        foreach (TrainingData data in new[] { bytes, dense, sparse })
        {
            FitOptions options = s_options with { StandardizeFeatures = true, Epochs = 2 };
            RankRun[] runs = OnRanks(3, s_classifier, rows => data.Select(rows), options);
            RankRun.AllSame(runs);
            runs[0].AssertLosses(Fit(s_classifier, rows => data.Select(rows), options), Tolerance);
        }
    }

    // Saved within the third pool of the second epoch, by two ranks; resumed by three, and by one process.
    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 1)]
    public void A_training_resumes_on_another_number_of_ranks(int before, int after)
    {
        FitOptions options = s_options with { Epochs = 3, StandardizeFeatures = true };
        RankRun plain = Fit(s_classifier, Classified, options);
        TrainingCheckpoint? checkpoint = null;
        OnRanks(before, s_classifier, Classified, options with
        {
            Callbacks =
            [
                new LambdaCallback
                {
                    BatchEnd = (context, progress) => checkpoint = progress is { Epoch: 2, Batch: 10 } ? context.CreateCheckpoint() : checkpoint,
                },
            ],
        });
        FitOptions resumed = options with { ResumeFrom = checkpoint };
        RankRun run = after == 1 ? Fit(s_classifier, Classified, resumed) : OnRanks(after, s_classifier, Classified, resumed)[0];
        (plain with { Losses = plain.Losses[^run.Losses.Length..] }).AssertLosses(run, Tolerance);
        Assert.Equal(13 + 3, run.Losses.Length);
    }

    [Fact]
    public void Ranks_take_local_steps_on_their_own_rows()
    {
        RankRun[] runs = OnRanks(2, s_classifier, Classified, s_options with { LocalSteps = 3, StandardizeFeatures = true });
        RankRun[] again = OnRanks(2, s_classifier, Classified, s_options with { LocalSteps = 3, StandardizeFeatures = true });
        RankRun.AllSame([.. runs.Select(run => run with { Losses = [] })]);
        RankRun.AllSame([runs[0], again[0]]);
        Assert.True(runs[0].History!.Epochs[^1].Training.Loss < runs[0].History!.Epochs[0].Training.Loss);
    }

    // Each rank reads until its shard ends: 120, 60 and 19 rows.
    [Fact]
    public void Shards_may_have_different_numbers_of_rows()
    {
        int[] starts = [0, 120, 180, Rows];
        RankRun[] runs = RankRun.OnThreads(3, (rank, exchange) => Train(
            s_classifier,
            Classified([.. Enumerable.Range(starts[rank], starts[rank + 1] - starts[rank])]),
            Rows,
            s_options with { GradientExchange = exchange },
            seed: 3 + rank));
        RankRun.AllSame(runs);
        Assert.All(runs[0].History!.Epochs, epoch => Assert.Equal(Rows, epoch.Training.RowCount));
    }

    // A pool of 64 rows has 22 rows of the first of three ranks, and 21 of the others, also in the pass before the training.
    [Fact]
    public void A_rank_reads_its_share_of_a_pool()
    {
        int[] largest = RankRun.OnThreads(3, (rank, exchange) =>
        {
            Asked rows = new(Classified([.. Enumerable.Range(0, Rows).Where(row => row % 3 == rank)]));
            new Network(s_classifier).Fit(rows, s_options with { Epochs = 1, Threads = 1, StandardizeFeatures = true, GradientExchange = exchange });
            return rows.Largest;
        });
        Assert.All(largest, rows => Assert.Equal(22, rows));
    }

    // Rank 0 finds that means cannot be subtracted after it has begun to sum its bytes; rank 1 has no rows, but knows that in time.
    [Fact]
    public void Ranks_add_up_as_many_sums()
    {
        TrainingData bytes = new(new ByteFeatures(new byte[] { 1, 2, 3, 4 }, 2), new float[] { 1, 3 });
        TrainingData lengths = new(new DenseFeatures(new float[] { 1, 0 }, 2, new int[] { 1 }), new float[] { 8 });
        (float, float)[] scales = RankRun.OnThreads(2, (rank, exchange) =>
        {
            RowScan scan = new(new NetworkSpec([2], [new Dense(1)]), scalesFeatures: true, scalesTargets: true, canCentre: true);
            Assert.True(scan.Read(rank == 0 ? [bytes, lengths] : [], () => false, exchange));
            return scan.Sums.TargetScale(isCentred: true);
        });

        // The mean of 1, 3 and 8, and the root of (9 + 1 + 16) / 3.
        Assert.All(scales, scale => Assert.Equal((4f, (float)Math.Sqrt(26 / 3.0)), scale));
    }

    [Fact]
    public void Ranks_with_bytes_and_with_numbers_are_refused()
    {
        Exception?[] failures = RankRun.OnThreads(2, (rank, exchange) => Record.Exception(() => Train(
            s_classifier,
            rank == 0 ? Classified([0, 1, 2]) : new TrainingData(new ByteFeatures(new byte[3 * Columns], Columns, 0.5f), s_labels.AsMemory(0, 3)),
            6,
            s_options with { GradientExchange = exchange, StandardizeFeatures = true },
            seed: 1)));
        Assert.All(failures, failure => Assert.Equal(
            "The features of the stream are numbers in rank 0 and bytes times 0.5 in rank 1; accepted: the same in all ranks.",
            Assert.IsType<ArgumentException>(failure).Message));
    }

    private static TrainingData Classified(int[] rows) => new TrainingData(new DenseFeatures(s_features, Columns), s_labels).Select(rows);

    private static TrainingData Regressed(int[] rows) => new TrainingData(new DenseFeatures(s_features, Columns), s_targets).Select(rows);

    private static RankRun[] OnRanks(int ranks, NetworkSpec spec, Func<int[], TrainingData> rows, FitOptions options, bool hasRowCount = true) =>
        RankRun.OnThreads(ranks, (rank, exchange) => Train(
            spec,
            rows([.. Enumerable.Range(0, Rows).Where(row => row % ranks == rank)]),
            hasRowCount ? Rows : null,
            options with { GradientExchange = exchange },
            seed: 3 + rank));

    private static RankRun Fit(NetworkSpec spec, Func<int[], TrainingData> rows, FitOptions options, bool hasRowCount = true) =>
        Train(spec, rows([.. Enumerable.Range(0, Rows)]), hasRowCount ? Rows : null, options, seed: 3);

    private static RankRun Train(NetworkSpec spec, TrainingData rows, long? rowCount, FitOptions options, int seed)
    {
        List<double> losses = [];
        TrainingCallback record = new LambdaCallback { BatchEnd = (_, progress) => losses.Add(progress.BatchResult.Loss) };
        Network network = new(spec, seed);
        TrainingHistory history = network.Fit(
            new StreamOfRank(new RowStream(rows, int.MaxValue), rowCount), options with { Threads = 1, Callbacks = [.. options.Callbacks, record] });
        return new([.. losses], history, network);
    }

    // Notes the largest number of rows that a pass was asked for.
    private sealed class Asked(TrainingData rows) : TrainingStream
    {
        public int Largest { get; private set; }

        public override long? RowCount => null;

        public override TrainingPass Begin(int epoch) => new Pass(this, new RowStream(rows, int.MaxValue).Begin(epoch));

        private sealed class Pass(Asked stream, TrainingPass rows) : TrainingPass
        {
            public override TrainingData? Read(int maxRows, CancellationToken cancellation)
            {
                stream.Largest = Math.Max(stream.Largest, maxRows);
                return rows.Read(maxRows, cancellation);
            }

            protected override void Dispose(bool disposing) => rows.Dispose();
        }
    }
}
