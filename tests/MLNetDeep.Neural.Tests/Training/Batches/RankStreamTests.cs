using MLNetDeep.Neural.Tests.Support;
using MLNetDeep.Neural.Tests.Training.Ranks;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural.Tests.Training;

/// <summary>Compares the batches of streams that several ranks read with those of the stream that one process reads.</summary>
public class RankStreamTests
{
    private const int Columns = 3;
    private const int Classes = 5;

    private static readonly NetworkSpec Spec = new([Columns], [new Dense(Classes, Activation.Softmax)]);

    // Rank r of N reads the rows r, r + N, r + 2 N. With 192 rows, the last pool is full; with 7 rows, there is one pool.
    [Theory]
    [InlineData(2, 200, 64, 32, true, true, true)]
    [InlineData(3, 200, 64, 32, true, false, false)]
    [InlineData(3, 200, 64, 32, false, true, false)]
    [InlineData(2, 192, 64, 32, false, true, true)]
    [InlineData(3, 192, 64, 32, true, true, true)]
    [InlineData(2, 199, 50, 7, true, true, true)]
    [InlineData(3, 199, 50, 7, false, false, true)]
    [InlineData(3, 7, 64, 2, false, true, false)]
    [InlineData(2, 65, 64, 16, false, true, true)]
    [InlineData(3, 65, 6, 1, true, true, true)]
    public void The_ranks_have_the_batches_of_one_process(
        int ranks, int rows, int poolSize, int batchSize, bool hasRowCount, bool shuffle, bool rowsOutlivePass)
    {
        FitOptions options = new() { Epochs = 4, PoolSize = poolSize, BatchSize = batchSize, Shuffle = shuffle, Seed = 3 };
        long? count = hasRowCount ? rows : null;
        List<Batch> expected = Read(new StreamOfRank(Stream([.. Enumerable.Range(0, rows)], rowsOutlivePass), count), options);
        List<Batch>[] read = RankRun.OnThreads(ranks, (_, exchange) => Read(
            new StreamOfRank(Stream([.. Enumerable.Range(0, rows).Where(row => row % ranks == exchange.Rank)], rowsOutlivePass), count),
            options with { GradientExchange = exchange }));
        Assert.All(read, batches => Assert.Equal(expected.Count, batches.Count));
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].Rows, Join(read, i));
            Assert.All(read, batches => Assert.Equal((expected[i].IsLast, expected[i].BatchesPerPass), (batches[i].IsLast, batches[i].BatchesPerPass)));
        }
    }

    // The ranks take turns: rows 0, 100, 200, 1, 101, 201, and so on. Rank 1 ends first, then rank 2.
    [Fact]
    public void Ranks_whose_streams_have_ended_step_without_rows()
    {
        int[] sizes = [40, 3, 11];
        FitOptions options = new() { Epochs = 2, PoolSize = 12, BatchSize = 6, Shuffle = false };
        List<Batch>[] read = RankRun.OnThreads(3, (_, exchange) => Read(
            new StreamOfRank(Stream([.. Enumerable.Range(100 * exchange.Rank, sizes[exchange.Rank])], rowsOutlivePass: true), rowCount: null),
            options with { GradientExchange = exchange }));
        Assert.All(read, batches => Assert.Equal(read[0].Select(batch => batch.IsLast), batches.Select(batch => batch.IsLast)));
        float[] order = [.. Enumerable.Range(0, 40).SelectMany(k => Enumerable.Range(0, 3).Where(rank => k < sizes[rank]).Select(rank => (100f * rank) + k))];
        float[][] epochs = [.. Epochs(read).Select(batches => batches.SelectMany(batch => batch).ToArray())];
        Assert.Equal([54, 54], epochs.Select(epoch => epoch.Length));
        Assert.Equal(order, epochs[0]);
        Assert.Equal(order, epochs[1]);

        // Pools of 12 rows: 4 of each rank, but rank 1 has 3; 6 of ranks 0 and 2; again, but rank 2 has 1; then two of rank 0 alone.
        Assert.Equal([6, 5, 6, 6, 6, 1, 6, 6, 6, 6], Epochs(read)[0].Select(batch => batch.Length));
        Assert.Contains(read[1], batch => batch.Rows.Length == 0);
    }

    [Fact]
    public void Every_rank_has_each_row_once_in_an_epoch()
    {
        FitOptions options = new() { Epochs = 3, PoolSize = 16, BatchSize = 4 };
        List<Batch>[] read = RankRun.OnThreads(2, (_, exchange) => Read(
            new StreamOfRank(Stream([.. Enumerable.Range(100 * exchange.Rank, exchange.Rank == 0 ? 70 : 33)], rowsOutlivePass: false), rowCount: null),
            options with { GradientExchange = exchange }));
        IEnumerable<float> rows = Enumerable.Range(0, 70).Concat(Enumerable.Range(100, 33)).Select(row => (float)row);
        Assert.Equal(3, Epochs(read).Length);
        Assert.All(Epochs(read), epoch => Assert.Equal(rows, epoch.SelectMany(batch => batch).Order()));
    }

    [Fact]
    public void A_rank_without_rows_is_an_error_of_all_ranks()
    {
        Exception?[] failures = Failures(3, exchange => Read(
            Stream([.. Enumerable.Range(0, exchange.Rank == 1 ? 0 : 5)], rowsOutlivePass: false), new FitOptions { GradientExchange = exchange }));
        Assert.All(failures, failure => Assert.Equal(
            "The stream has no rows for rank 1 of 3; each rank needs a row or more.", Assert.IsType<ArgumentException>(failure).Message));
        failures = Failures(2, exchange => Read(Stream([], rowsOutlivePass: false), new FitOptions { GradientExchange = exchange }));
        Assert.All(failures, failure => Assert.Equal(
            "The stream has no rows to train on.", Assert.IsType<ArgumentException>(failure).Message));
    }

    [Fact]
    public void An_error_of_one_stream_reaches_all_ranks()
    {
        Exception?[] failures = Failures(2, exchange =>
        {
            InMemoryTrainingStream stream = new(Features([.. Enumerable.Range(0, 50)]), Columns, new int[50])
            {
                OnRead = (row, _) =>
                {
                    if (exchange.Rank == 1 && row >= 16)
                    {
                        throw new InvalidDataException("Line 17 is damaged.");
                    }
                },
            };
            Read(stream, new FitOptions { PoolSize = 16, BatchSize = 16, GradientExchange = exchange });
        });
        Assert.Equal(
            "Rank 1 could not read its rows: Line 17 is damaged.", Assert.IsType<InvalidOperationException>(failures[0]).Message);
        Assert.Equal("Line 17 is damaged.", Assert.IsType<InvalidDataException>(failures[1]).Message);
    }

    [Fact]
    public void A_pool_has_a_row_for_each_rank()
    {
        Exception?[] failures = Failures(2, exchange => Read(
            Stream([1, 2, 3], rowsOutlivePass: false), new FitOptions { PoolSize = 3, BatchSize = 1, GradientExchange = exchange }));
        Assert.All(failures, failure => Assert.Null(failure));
        failures = Failures(3, exchange => Read(
            Stream([1, 2, 3], rowsOutlivePass: false), new FitOptions { PoolSize = 3, BatchSize = 1, GradientExchange = exchange }));
        Assert.All(failures, failure => Assert.Equal(
            "PoolSize is 3, so the first pool of an epoch may have only 2 rows; accepted with 3 ranks: 6 or more. (Parameter 'PoolSize')",
            Assert.IsType<ArgumentException>(failure).Message));
    }

    // Validation rows have the classes 0 to 4. Class 3 is only in the rows of rank 1, and class 4 in those of no rank.
    [Fact]
    public void Classes_are_unseen_if_no_rank_has_them()
    {
        TrainingData validation = new(new DenseFeatures(new float[5 * Columns], Columns), new[] { 0, 1, 2, 3, 4 });
        IReadOnlyList<int>[] missing = RankRun.OnThreads(2, (_, exchange) =>
        {
            int[] labels = exchange.Rank == 0 ? [0, 1, 2, 0] : [3, 1, 1];
            InMemoryTrainingStream stream = new(new float[labels.Length * Columns], Columns, labels);
            FitOptions options = new() { ValidationData = validation, GradientExchange = exchange };
            using StreamedBatches source = new(stream, Spec, options, CancellationToken.None);
            ReadEpoch(source, 1, []);
            return source.HeldOutClasses.Missing;
        });
        Assert.Equal([4], missing[0]);
        Assert.Equal([4], missing[1]);
    }

    private static Exception?[] Failures(int ranks, Action<IGradientExchange> run) =>
        RankRun.OnThreads(ranks, (_, exchange) => Record.Exception(() => run(exchange)));

    private static List<Batch> Read(TrainingStream stream, FitOptions options)
    {
        List<Batch> batches = [];
        using StreamedBatches source = new(stream, Spec, options, CancellationToken.None);
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            ReadEpoch(source, epoch, batches);
        }

        return batches;
    }

    private static void ReadEpoch(StreamedBatches source, int epoch, List<Batch> batches)
    {
        source.Begin(epoch, 0);
        bool isLast = false;
        while (!isLast && source.MoveNext())
        {
            isLast = source.IsLast;
            int[] positions = source.Positions.IsEmpty ? [.. Enumerable.Range(0, source.Rows.Length)] : source.Positions.ToArray();
            batches.Add(new Batch(positions, Array.ConvertAll(source.Rows.ToArray(), row => FirstValue(source.Data!.Features, row)), isLast, source.BatchesPerPass));
        }
    }

    // Joins the parts of a batch.
    private static float[] Join(List<Batch>[] read, int batch) =>
        [.. read.SelectMany(batches => batches[batch].Positions.Zip(batches[batch].Rows)).OrderBy(row => row.First).Select((row, i) =>
        {
            Assert.Equal(i, row.First);
            return row.Second;
        })];

    private static float[][][] Epochs(List<Batch>[] read)
    {
        List<List<float[]>> epochs = [[]];
        for (int i = 0; i < read[0].Count; i++)
        {
            epochs[^1].Add(Join(read, i));
            if (read[0][i].IsLast && i + 1 < read[0].Count)
            {
                epochs.Add([]);
            }
        }

        return [.. epochs.Select(epoch => epoch.ToArray())];
    }

    private static InMemoryTrainingStream Stream(int[] rows, bool rowsOutlivePass) =>
        new(Features(rows), Columns, Array.ConvertAll(rows, row => row % Classes), hasRowCount: false, rowsOutlivePass);

    // The first feature of a row is its number.
    private static float[] Features(int[] rows) => [.. rows.SelectMany(row => new float[] { row, 1, 2 })];

    private static float FirstValue(FeatureMatrix features, int row)
    {
        float[] values = new float[features.ColumnCount];
        features.CopyRow(row, values);
        return values[0];
    }

    private sealed record Batch(int[] Positions, float[] Rows, bool IsLast, long? BatchesPerPass);
}
