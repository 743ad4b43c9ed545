using MLNetDeep.Neural;

namespace MLNetDeep.Hosting.Tests.Dashboard;

public class StreamTests
{
    private static readonly TrainingDashboardOptions s_options = new() { UpdateInterval = TimeSpan.FromMilliseconds(10) };

    [Fact]
    public async Task The_stream_has_the_numbers_of_each_epoch_and_batch()
    {
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(s_options);
        using DashboardClient client = await DashboardClient.OpenAsync(dashboard);
        List<TrainingProgress> batches = [];
        Gate gate = new(epoch: 3, batch: 4);
        FitOptions options = Trainings.Options with
        {
            Metrics = [TrainingMetric.F1Score, TrainingMetric.ValidationRecall],
            Callbacks = [dashboard.Callback, new LambdaCallback { BatchEnd = (_, progress) => batches.Add(progress) }, gate],
        };
        Network network = Trainings.CreateNetwork();
        Task<TrainingHistory> training = Trainings.FitAsync(network, options);

        await gate.Reached;
        SeenRun run = await client.WaitForAsync(seen => seen.Epochs.Count == 2);
        Assert.Equal(("running", Trainings.Epochs), (run.State, run["epochs"].GetInt32()));
        Assert.Equal(network.Summary(), run.Summary);
        Assert.True(run.Points.Count >= 2 * Trainings.BatchesPerEpoch);
        gate.Open();
        TrainingHistory history = await training;
        await client.WaitForAsync(seen => seen.State == "ended");

        Assert.Equal(Trainings.Epochs, run.Epochs.Count);
        for (int i = 0; i < Trainings.Epochs; i++)
        {
            EpochResult epoch = history.Epochs[i];
            Assert.Equal(epoch.Epoch, run.Epochs[i].GetProperty("epoch").GetInt32());
            Assert.Equal((i + 1) * Trainings.BatchesPerEpoch, run.Epochs[i].GetProperty("batch").GetInt32());
            Assert.Equal(epoch.LearningRate, run.Epochs[i].GetProperty("learningRate").GetDouble());
            Assert.Equal(epoch.Duration.TotalSeconds, run.Epochs[i].GetProperty("seconds").GetDouble());
            Assert.All(Enum.GetValues<TrainingMetric>(), metric =>
                Assert.Equal(epoch.ValueOf(metric) is var value && double.IsNaN(value) ? null : value, run.Value(i, metric)));
            Assert.NotNull(run.Value(i, TrainingMetric.ValidationRecall));
        }

        Assert.Equal(
            batches.Select((batch, i) => new double?[] { i + 1, batch.BatchResult.Loss, batch.LearningRate }), run.Points);
        Assert.Equal("All epochs are done.", run.Message);
        Assert.Equal((1.0, Trainings.Epochs), (run["done"].GetDouble(), run["epoch"].GetInt32()));
        Assert.False(run.Has("remaining"));
        EpochResult best = history.Epochs.MinBy(epoch => epoch.Validation!.Value.Loss)!;
        Assert.Equal("ValidationLoss", run["best"].GetProperty("metric").GetString());
        Assert.Equal(best.Epoch, run["best"].GetProperty("epoch").GetInt32());
        Assert.Equal(best.Validation!.Value.Loss, run["best"].GetProperty("value").GetDouble());
        Assert.Equal(history.Iterations, run["batchesPerSecond"].GetDouble() * run["elapsed"].GetDouble(), 1e-6);
        Assert.Equal(20 * history.Iterations, run["rowsPerSecond"].GetDouble() * run["elapsed"].GetDouble(), 1e-6);
    }

    [Fact]
    public async Task The_time_left_is_that_of_the_remaining_batches_at_the_mean_rate()
    {
        // No batch is due within a minute: the page sees the end of the second epoch.
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(new() { UpdateInterval = TimeSpan.FromMinutes(1) });
        Gate gate = new(epoch: 3, batch: 1);
        FitOptions options = Trainings.Options with { Callbacks = [dashboard.Callback, gate] };
        Task<TrainingHistory> training = Trainings.FitAsync(Trainings.CreateNetwork(), options);
        await gate.Reached;
        using DashboardClient client = await DashboardClient.OpenAsync(dashboard);
        SeenRun run = await client.WaitForAsync(_ => true);

        // 20 of 60 batches are done.
        Assert.Equal(2 * run["elapsed"].GetDouble(), run["remaining"].GetDouble(), 1e-6);
        Assert.Equal(1.0 / 3, run["done"].GetDouble(), 1e-9);
        Assert.False(run["mayEndEarly"].GetBoolean());
        gate.Open();
        await training;
    }

    [Fact]
    public async Task A_late_page_receives_all_runs_with_all_epochs()
    {
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(s_options);
        Network network = Trainings.CreateNetwork();
        TrainingCheckpoint? checkpoint = null;
        LambdaCallback save = new((context, epoch) => checkpoint = epoch.Epoch == 2 ? context.CreateCheckpoint() : checkpoint);
        TrainingHistory first = network.Fit(Trainings.Noise, Trainings.Options with { Callbacks = [dashboard.Callback, save] });

        // The second run resumes from the second epoch of the first.
        FitOptions resumed = Trainings.Options with { ResumeFrom = checkpoint, Iterations = 25, Callbacks = [dashboard.Callback] };
        network.Fit(Trainings.Noise, resumed);
        using DashboardClient client = await DashboardClient.OpenAsync(dashboard);
        await client.WaitForAsync(seen => seen.State == "ended", run: 2);

        Assert.Equal([1, 2], client.Runs.Keys);
        Assert.Equal([Trainings.Epochs, 3], client.Runs.Values.Select(run => run.Epochs.Count));
        Assert.Equal(
            first.Epochs.Select(epoch => (double?)epoch.Training.Loss),
            Enumerable.Range(0, Trainings.Epochs).Select(epoch => client.Runs[1].Value(epoch, TrainingMetric.Loss)));
        Assert.Equal(client.Runs[1].Value(1, TrainingMetric.Loss), client.Runs[2].Value(1, TrainingMetric.Loss));
        Assert.Equal([21, 22, 23, 24, 25], client.Runs[2].Points.Select(point => point[0]));
        Assert.Equal([false, false, true], client.Runs[2].Epochs.Select(epoch => epoch.GetProperty("isPartial").GetBoolean()));
        Assert.Equal(1.0, client.Runs[2]["done"].GetDouble());
    }

    [Fact]
    public async Task Trainings_at_the_same_time_are_runs_of_their_own()
    {
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(s_options);
        Gate gate = new(epoch: 2, batch: 1);
        Task<TrainingHistory> first = Trainings.FitAsync(
            Trainings.CreateNetwork(), Trainings.Options with { Callbacks = [dashboard.Callback, gate] });
        await gate.Reached;
        FitOptions options = Trainings.Options with { Optimizer = new Sgd(0.1), Callbacks = [dashboard.Callback] };
        TrainingHistory second = Trainings.CreateNetwork().Fit(Trainings.Noise, options);
        gate.Open();
        TrainingHistory[] histories = [await first, second];

        using DashboardClient client = await DashboardClient.OpenAsync(dashboard);
        await client.WaitForAsync(seen => seen.State == "ended", run: 2);
        Assert.Equal(
            histories.Select(history => (double?)history.Epochs[^1].Training.Loss),
            client.Runs.Values.Select(run => run.Value(Trainings.Epochs - 1, TrainingMetric.Loss)));
    }

    [Fact]
    public async Task A_callback_that_is_given_twice_records_each_batch_and_epoch_once()
    {
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(s_options);
        List<TrainingProgress> batches = [];
        LambdaCallback between = new() { BatchEnd = (_, progress) => batches.Add(progress) };

        // 25 batches: the last epoch is a partial one.
        FitOptions options = Trainings.Options with { Iterations = 25, Callbacks = [dashboard.Callback, between, dashboard.Callback] };
        TrainingHistory history = Trainings.CreateNetwork().Fit(Trainings.Noise, options);
        using DashboardClient client = await DashboardClient.OpenAsync(dashboard);
        SeenRun run = await client.WaitForAsync(seen => seen.State == "ended");

        Assert.Equal([1], client.Runs.Keys);
        Assert.Equal(
            batches.Select((batch, i) => new double?[] { i + 1, batch.BatchResult.Loss, batch.LearningRate }), run.Points);
        Assert.Equal([1, 2, 3], run.Epochs.Select(epoch => epoch.GetProperty("epoch").GetInt32()));
        Assert.Equal([10, 20, 25], run.Epochs.Select(epoch => epoch.GetProperty("batch").GetInt32()));
        Assert.Equal(
            history.Epochs.Select(epoch => (double?)epoch.Training.Loss),
            Enumerable.Range(0, 3).Select(epoch => run.Value(epoch, TrainingMetric.Loss)));
        Assert.Equal(25, run["batchesPerSecond"].GetDouble() * run["elapsed"].GetDouble(), 1e-6);
        Assert.Equal(20 * 25, run["rowsPerSecond"].GetDouble() * run["elapsed"].GetDouble(), 1e-6);
    }

    [Fact]
    public void A_page_forgets_the_runs_that_are_dropped()
    {
        RunList runs = new();
        RunReaders readers = new(runs);
        FitOptions options = Trainings.Options with { Iterations = 1, Callbacks = [new DashboardCallback(s_options, runs)] };
        for (int run = 1; run <= RunList.Capacity + 3; run++)
        {
            Trainings.CreateNetwork().Fit(Trainings.Noise, options);
            Assert.Equal([run], readers.Next().Select(message => message.Run));
            Assert.Equal(Math.Min(run, RunList.Capacity), readers.Count);
        }

        Assert.Empty(readers.Next());
    }

    [Fact]
    public async Task The_message_says_how_the_run_ended()
    {
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(s_options);
        using DashboardClient client = await DashboardClient.OpenAsync(dashboard);
        FitOptions options = Trainings.Options with { Callbacks = [dashboard.Callback] };

        SynchronousProgress<TrainingProgress> failing = new(report =>
        {
            if (report.Epoch == 2)
            {
                throw new InvalidOperationException("The sensor is gone.");
            }
        });
        Assert.Throws<InvalidOperationException>(() => Trainings.CreateNetwork().Fit(Trainings.Noise, options, failing));
        SeenRun failed = await client.WaitForAsync(seen => seen.State != "running", run: 1);
        Assert.Equal(("failed", "InvalidOperationException: The sensor is gone."), (failed.State, failed.Message));

        FitOptions diverging = options with { Optimizer = new Sgd(1e30) };
        string message = Assert.Throws<TrainingDivergedException>(() => Trainings.CreateNetwork().Fit(Trainings.Noise, diverging)).Message;
        SeenRun diverged = await client.WaitForAsync(seen => seen.State != "running", run: 2);
        Assert.Equal(("diverged", message), (diverged.State, diverged.Message));

        Trainings.CreateNetwork().Fit(Trainings.Noise, diverging with { Callbacks = [dashboard.Callback, new TerminateOnNaN()] });
        SeenRun prevented = await client.WaitForAsync(seen => seen.State != "running", run: 3);
        Assert.Equal(("diverged", message), (prevented.State, prevented.Message));

        using CancellationTokenSource cancelled = new();
        LambdaCallback cancel = new((_, _) => cancelled.Cancel());
        Assert.Throws<OperationCanceledException>(() => Trainings.CreateNetwork().Fit(
            Trainings.Noise, options with { Callbacks = [dashboard.Callback, cancel] }, cancellation: cancelled.Token));
        SeenRun ended = await client.WaitForAsync(seen => seen.State != "running", run: 4);
        Assert.Equal(("failed", "The training was cancelled."), (ended.State, ended.Message));

        // A validation loss that must fall by 100 never does: the second epoch is the last.
        Trainings.CreateNetwork().Fit(Trainings.Noise, options with { EarlyStopping = new() { MinDelta = 100 } });
        SeenRun early = await client.WaitForAsync(seen => seen.State != "running", run: 5);
        Assert.Equal(("ended", "Early stopping ended the training after epoch 2 of 6."), (early.State, early.Message));
        Assert.True(early["mayEndEarly"].GetBoolean());
        Assert.Equal(1, early["best"].GetProperty("epoch").GetInt32());
    }
}
