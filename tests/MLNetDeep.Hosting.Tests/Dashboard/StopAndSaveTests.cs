using MLNetDeep.Neural;
using Shared.Tests;

namespace MLNetDeep.Hosting.Tests.Dashboard;

public sealed class StopAndSaveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlnetdeep-dashboard-").FullName;

    private string SavePath => Path.Combine(_folder, "network.safetensors");

    private TrainingDashboardOptions Options => new() { SavePath = SavePath, UpdateInterval = TimeSpan.FromMilliseconds(10) };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task Stop_ends_the_run_and_saves_its_best_weights(bool hasValidation, bool restoresBest)
    {
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(Options);
        using DashboardClient client = await DashboardClient.OpenAsync(dashboard);
        Dictionary<int, IReadOnlyList<NamedTensor>> weights = [];
        FitOptions options = Trainings.Options with
        {
            Epochs = 1_000_000,
            ValidationData = hasValidation ? Trainings.ValidationNoise : null,
            EarlyStopping = restoresBest ? new() { Patience = 1_000_000, RestoreBestWeights = true } : null,
            Callbacks = [dashboard.Callback, new LambdaCallback((context, epoch) => weights[epoch.Epoch] = context.Network.GetWeights())],
        };
        Network network = Trainings.CreateNetwork();
        Task<TrainingHistory> training = Trainings.FitAsync(network, options);
        await client.WaitForAsync(seen => seen.Epochs.Count >= 20);
        Assert.Equal((202, "The run stops after the current batch."), await client.PostAsync("stop"));
        TrainingHistory history = await training.WaitAsync(DashboardClient.Timeout);
        SeenRun run = await client.WaitForAsync(seen => seen.State == "stopped");

        TrainingMetric metric = hasValidation ? TrainingMetric.ValidationLoss : TrainingMetric.Loss;
        EpochResult best = history.Epochs.MinBy(epoch => epoch.ValueOf(metric))!;
        Network saved = Network.Load(SavePath);
        AssertSame(weights[best.Epoch], saved.GetWeights());
        AssertSame(restoresBest ? weights[best.Epoch] : weights[history.Epochs[^1].Epoch], network.GetWeights());
        if (hasValidation)
        {
            Assert.Equal(best.Validation, saved.Evaluate(Trainings.ValidationNoise));
            Assert.NotEqual(best.Validation, history.Epochs[^1].Validation);
        }

        Assert.Equal($"Stopped in epoch {history.Epochs[^1].Epoch} of 1000000.", run.Message);
        Assert.Equal($"Saved the weights of epoch {best.Epoch}, the best one, to {SavePath}.", run.SaveMessage);
        Assert.Null(dashboard.SaveError);
        Assert.Equal((409, "The run has ended."), await client.PostAsync("stop"));
        Assert.Equal((409, "The run has ended."), await client.PostAsync("save"));
    }

    // Both ranks have a page, but the run is on that of rank 0. Its button stops the other rank too.
    [Fact]
    public async Task Rank_0_shows_saves_and_stops_a_training_in_several_processes()
    {
        InProcessExchange[] exchanges = InProcessExchange.Create(2);
        string otherPath = Path.Combine(_folder, "other.safetensors");
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(Options);
        await using TrainingDashboard other = await TrainingDashboard.StartAsync(Options with { SavePath = otherPath });
        using DashboardClient client = await DashboardClient.OpenAsync(dashboard);
        using DashboardClient otherClient = await DashboardClient.OpenAsync(other);
        FitOptions options = Trainings.Options with { Epochs = 1_000_000 };
        Task<TrainingHistory>[] trainings =
        [
            Trainings.FitAsync(Trainings.CreateNetwork(), options with { GradientExchange = exchanges[0], Callbacks = [dashboard.Callback] }),
            Trainings.FitAsync(Trainings.CreateNetwork(), options with { GradientExchange = exchanges[1], Callbacks = [other.Callback] }),
        ];
        await client.WaitForAsync(seen => seen.Epochs.Count >= 2);
        Assert.Equal((202, "The run stops after the current batch."), await client.PostAsync("stop"));
        TrainingHistory[] histories = await Task.WhenAll(trainings).WaitAsync(DashboardClient.Timeout);
        await client.WaitForAsync(seen => seen.State == "stopped");
        Assert.Equal(histories[0].Epochs.Select(epoch => epoch.Training), histories[1].Epochs.Select(epoch => epoch.Training));
        Assert.True(File.Exists(SavePath));
        Assert.False(File.Exists(otherPath));
        other.Dispose();
        await otherClient.ReadToEndAsync();
        Assert.Empty(otherClient.Runs);
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData(TrainingMetric.Loss, 3)]
    [InlineData(TrainingMetric.Accuracy, null)]
    [InlineData(TrainingMetric.ValidationAccuracy, null)]
    public async Task The_best_epoch_is_the_one_that_early_stopping_chooses(TrainingMetric? monitor, int? expected)
    {
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(Options);

        // From the fourth epoch on, the steps are far too large.
        LambdaCallback spoil = new((context, epoch) => context.LearningRateFactor = epoch.Epoch < 3 ? 1 : 100);
        FitOptions options = Trainings.Options with
        {
            ValidationData = monitor == TrainingMetric.ValidationAccuracy ? Trainings.ValidationNoise : null,
            Callbacks = [spoil, dashboard.Callback],
        };
        EarlyStopping stopping = new() { Monitor = monitor ?? TrainingMetric.Loss, Patience = 100, RestoreBestWeights = true };
        Network restored = Trainings.CreateNetwork();
        TrainingHistory history = restored.Fit(Trainings.Noise, options with { EarlyStopping = stopping });
        if (monitor is null)
        {
            // Without early stopping, the network has the last weights, and the file the best ones.
            Network last = Trainings.CreateNetwork();
            last.Fit(Trainings.Noise, options);
            Assert.NotEqual(restored.GetWeights()[0].Values.ToArray(), last.GetWeights()[0].Values.ToArray());
        }

        AssertSame(restored.GetWeights(), Network.Load(SavePath).GetWeights());
        Assert.Equal(expected ?? history.KeptEpoch, history.KeptEpoch);
        using DashboardClient client = await DashboardClient.OpenAsync(dashboard);
        SeenRun run = await client.WaitForAsync(seen => seen.State == "ended");
        Assert.Equal(history.KeptEpoch, run["best"].GetProperty("epoch").GetInt32());
    }

    [Fact]
    public async Task A_run_that_fails_saves_its_best_weights_and_one_that_diverges_its_last_finite_ones()
    {
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(Options);
        List<Network> epochs = [];
        LambdaCallback fail = new((context, epoch) =>
        {
            epochs.Add(new Network(context.Network.Spec, context.Network));
            if (epoch.Epoch == 3)
            {
                throw new InvalidOperationException("The sensor is gone.");
            }
        });
        FitOptions options = Trainings.Options with { Optimizer = new Adam(0.3), Callbacks = [fail, dashboard.Callback] };
        Assert.Throws<InvalidOperationException>(() => Trainings.CreateNetwork().Fit(Trainings.Noise, options));

        // The third epoch did not reach the dashboard.
        double[] losses = [.. epochs.Take(2).Select(network => network.Evaluate(Trainings.ValidationNoise).Loss)];
        AssertSame(epochs[losses.IndexOf(losses.Min())].GetWeights(), Network.Load(SavePath).GetWeights());

        Network diverged = Trainings.CreateNetwork();
        FitOptions diverging = Trainings.Options with { Optimizer = new Sgd(1e30), Callbacks = [dashboard.Callback, new TerminateOnNaN()] };
        Assert.NotNull(diverged.Fit(Trainings.Noise, diverging).Divergence);
        AssertSame(diverged.GetWeights(), Network.Load(SavePath).GetWeights());
        using DashboardClient client = await DashboardClient.OpenAsync(dashboard);
        SeenRun run = await client.WaitForAsync(_ => true, run: 2);
        Assert.Equal($"Saved the last weights to {SavePath}.", run.SaveMessage);
    }

    [Fact]
    public async Task Stop_within_the_first_epoch_saves_the_weights_so_far()
    {
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(Options);
        using DashboardClient client = await DashboardClient.OpenAsync(dashboard);
        Gate gate = new(epoch: 1, batch: 3);
        Network network = Trainings.CreateNetwork();
        Task<TrainingHistory> training = Trainings.FitAsync(network, Trainings.Options with { Callbacks = [gate, dashboard.Callback] });
        await gate.Reached;
        await client.WaitForAsync(_ => true);
        await client.PostAsync("stop");
        Assert.Equal("stopping", (await client.WaitForAsync(seen => seen.State != "running")).State);
        gate.Open();
        TrainingHistory history = await training;
        Assert.Equal((3L, true), (Assert.Single(history.Epochs).Batches, history.Epochs[0].IsPartial));
        AssertSame(network.GetWeights(), Network.Load(SavePath).GetWeights());
    }

    [Fact]
    public async Task Save_writes_the_current_weights_while_the_run_goes_on()
    {
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(Options);
        using DashboardClient client = await DashboardClient.OpenAsync(dashboard);
        Gate gate = new(epoch: 2, batch: 5);
        Network network = Trainings.CreateNetwork();
        Task<TrainingHistory> training = Trainings.FitAsync(network, Trainings.Options with { Callbacks = [dashboard.Callback, gate] });
        await gate.Reached;
        await client.WaitForAsync(_ => true);
        Assert.Equal((200, $"Saved the current weights to {SavePath}."), await client.PostAsync("save"));
        AssertSame(network.GetWeights(), Network.Load(SavePath).GetWeights());
        Assert.Equal(["network.safetensors"], Directory.GetFiles(_folder).Select(Path.GetFileName));
        gate.Open();
        Assert.Equal(Trainings.Epochs, (await training).Epochs.Length);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_does_not_end_the_training()
    {
        string folder = Path.Combine(_folder, "gone");
        Directory.CreateDirectory(folder);
        await using TrainingDashboard dashboard =
            await TrainingDashboard.StartAsync(Options with { SavePath = Path.Combine(folder, "network.safetensors") });
        using DashboardClient client = await DashboardClient.OpenAsync(dashboard);
        Gate gate = new(epoch: 2, batch: 5);
        Task<TrainingHistory> training = Trainings.FitAsync(
            Trainings.CreateNetwork(), Trainings.Options with { Callbacks = [dashboard.Callback, gate] });
        await gate.Reached;
        Directory.Delete(folder);
        await client.WaitForAsync(_ => true);
        (int status, string answer) = await client.PostAsync("save");
        Assert.Equal(500, status);
        Assert.StartsWith($"Not saved: There is no folder '{folder}'", answer);
        gate.Open();
        Assert.Equal(Trainings.Epochs, (await training).Epochs.Length);
        SeenRun run = await client.WaitForAsync(seen => seen.State == "ended");
        Assert.StartsWith($"Not saved: There is no folder '{folder}'", run.SaveMessage);
        Assert.IsType<DirectoryNotFoundException>(dashboard.SaveError);
    }

    [Fact]
    public async Task Without_a_path_nothing_is_saved()
    {
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(Options with { SavePath = null });
        using DashboardClient client = await DashboardClient.OpenAsync(dashboard);
        Trainings.CreateNetwork().Fit(Trainings.Noise, Trainings.Options with { Callbacks = [dashboard.Callback] });
        SeenRun run = await client.WaitForAsync(seen => seen.State == "ended");
        Assert.Equal((false, null), (run["canSave"].GetBoolean(), run.SaveMessage));
        Assert.Equal((409, "The program gave no file to save into."), await client.PostAsync("save"));
        Assert.Equal((404, "There is no run 2."), await client.PostAsync("stop", run: 2));
    }

    [Fact]
    public async Task A_run_without_batches_leaves_the_file_alone()
    {
        File.WriteAllText(SavePath, "earlier");
        await using TrainingDashboard dashboard = await TrainingDashboard.StartAsync(Options);
        Trainings.CreateNetwork().Fit(Trainings.Noise, Trainings.Options with { Iterations = 0, Callbacks = [dashboard.Callback] });
        Assert.Equal("earlier", File.ReadAllText(SavePath));
    }

    [Fact]
    public async Task A_path_that_cannot_be_written_is_refused_at_the_start()
    {
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => TrainingDashboard.StartAsync(Options with { SavePath = _folder }));
        await Assert.ThrowsAsync<DirectoryNotFoundException>(
            () => TrainingDashboard.StartAsync(Options with { SavePath = Path.Combine(_folder, "nowhere", "x") }));
    }

    private static void AssertSame(IReadOnlyList<NamedTensor> expected, IReadOnlyList<NamedTensor> actual) =>
        Assert.Equal(expected.Select(tensor => tensor.Values.ToArray()), actual.Select(tensor => tensor.Values.ToArray()));
}
