using MLNetDeep.Neural.Tests.Support;
using MLNetDeep.Neural.Training;

namespace MLNetDeep.Neural.Tests.Training.Ranks;

/// <summary>Checkpoints of trainings in several processes, and what rank 0 alone writes and reports.</summary>
public sealed class RankCheckpointTests : IDisposable
{
    private static readonly NetworkSpec s_spec = new(
        [20], [new Dense(12, Activation.Tanh), new BatchNormalization(), new Dropout(0.3), new Dense(5, Activation.Softmax)]);

    private static readonly FitOptions s_options = new() { BatchSize = 16, Iterations = 60, Seed = 5, Threads = 1 };

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private static TrainingData Data => Samples.Separable(98, 20, 5);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The file is of 3 ranks, within the second epoch. Only rank 0 has it.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_training_resumes_on_another_number_of_ranks(int ranks)
    {
        string path = Path.Combine(_folder, "training.checkpoint");
        RankRun plain = RankRun.Plain(s_spec, Data, s_options);
        RankRun.Fit(3, s_spec, Data, rank => s_options with { Iterations = 10, Callbacks = [new CheckpointSaver(path)] });
        RankRun[] resumed = RankRun.OnThreads(ranks, (rank, exchange) => RankRun.Fit(new Network(s_spec, seed: 10 + rank), Data, s_options with
        {
            GradientExchange = exchange, ResumeFrom = TrainingCheckpoint.Load(rank == 0 ? path : "no such file", exchange),
        }));
        RankRun.AllSame(resumed);
        resumed[0].AssertLosses(plain with { Losses = plain.Losses[10..] }, 2e-5);
        Assert.Equal(plain.History!.Epochs.Length, resumed[^1].History!.Epochs.Length);
    }

    [Fact]
    public void A_checkpoint_of_one_process_resumes_on_several_ranks()
    {
        string path = Path.Combine(_folder, "training.checkpoint");
        RankRun plain = RankRun.Plain(s_spec, Data, s_options);
        RankRun.Plain(s_spec, Data, s_options with { Iterations = 10, Callbacks = [new CheckpointSaver(path)] });
        RankRun[] resumed = RankRun.Fit(2, s_spec, Data, rank => s_options with { ResumeFrom = TrainingCheckpoint.Load(path) });
        resumed[1].AssertLosses(plain with { Losses = plain.Losses[10..] }, 2e-5);
    }

    [Fact]
    public void A_checkpoint_that_rank_0_cannot_read_is_refused_in_all_ranks()
    {
        string damaged = Path.Combine(_folder, "damaged.checkpoint");
        File.WriteAllText(damaged, "no checkpoint");
        string[] messages = RankRun.OnThreads(3, (_, exchange) =>
            Assert.Throws<InvalidDataException>(() => TrainingCheckpoint.Load(damaged, exchange)).Message);
        Assert.StartsWith($"'{damaged}' cannot be loaded.", messages[0]);
        Assert.All(messages[1..], message => Assert.Equal($"Rank 0 could not load the checkpoint. {messages[0]}", message));
        messages = RankRun.OnThreads(3, (_, exchange) =>
            Assert.ThrowsAny<IOException>(() => TrainingCheckpoint.Load(Path.Combine(_folder, "missing"), exchange)).Message);
        Assert.All(messages[1..], message => Assert.Equal($"Rank 0 could not load the checkpoint. {messages[0]}", message));
    }

    [Fact]
    public void A_cancellation_in_one_rank_is_one_in_all_ranks()
    {
        Exception?[] failures = RankRun.OnThreads(3, (rank, exchange) => Record.Exception(
            () => CheckpointBroadcast.Share(exchange, () => throw new OperationCanceledException("By hand."))));
        Assert.All(failures, failure => Assert.IsType<OperationCanceledException>(failure));
        Assert.Equal("Rank 0 was cancelled: By hand.", failures[2]!.Message);
        failures = RankRun.OnThreads(3, (rank, exchange) => Record.Exception(
            () => RankReading.Gather(exchange, () => rank == 1 ? throw new OperationCanceledException("By hand.") : [])));
        Assert.All(failures, failure => Assert.IsType<OperationCanceledException>(failure));
        Assert.Equal("Rank 1 was cancelled: By hand.", failures[2]!.Message);
    }

    // More than two blocks of the stream that broadcasts it.
    [Fact]
    public void A_large_checkpoint_is_broadcast_as_it_is()
    {
        string path = Path.Combine(_folder, "large.checkpoint");
        NetworkSpec spec = new([500], [new Dense(400), new Dense(5, Activation.Softmax)]);
        new Network(spec).Fit(Samples.Data(8, 500, 5), new FitOptions { Callbacks = [new CheckpointSaver(path)] });
        byte[] expected = File.ReadAllBytes(path);
        Assert.True(expected.Length > 2_200_000);
        byte[][] files = RankRun.OnThreads(2, (rank, exchange) =>
        {
            using MemoryStream copy = new();
            TrainingCheckpoint.Load(rank == 0 ? path : "", exchange).Save(copy);
            return copy.ToArray();
        });
        Assert.Equal(expected, files[1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Rank_0_alone_writes_and_reports(int localSteps)
    {
        CountingProgress[] reports = [new(), new(), new()];
        bool[] isMain = new bool[3];
        RankRun.OnThreads(3, (rank, exchange) => new Network(s_spec, seed: rank).Fit(
            Data,
            s_options with
            {
                Iterations = 14, LocalSteps = localSteps, GradientExchange = exchange,
                Callbacks =
                [
                    new CheckpointSaver(Path.Combine(_folder, $"{rank}.checkpoint"), everyBatches: 5), new CsvLogger(Path.Combine(_folder, $"{rank}.csv")),
                    new LambdaCallback { TrainBegin = context => isMain[rank] = context.IsMainProcess },
                ],
            },
            reports[rank]));
        Assert.Equal(["0.checkpoint", "0.csv"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        Assert.Equal([14, 0, 0], reports.Select(progress => progress.Reports));

        // The others ask their hosts after each batch whether they were cancelled.
        Assert.Equal([0, 14, 14], reports.Select(progress => progress.Questions));
        Assert.Equal([true, false, false], isMain);
        Assert.Equal(3, File.ReadLines(Path.Combine(_folder, "0.csv")).Count());
    }

    private sealed class CountingProgress : IProgress<TrainingProgress>, ICancelsTraining
    {
        public int Reports { get; private set; }

        public int Questions { get; private set; }

        public void Report(TrainingProgress value) => Reports++;

        public void ThrowIfCancelled() => Questions++;
    }
}
