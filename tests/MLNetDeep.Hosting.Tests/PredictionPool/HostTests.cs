using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Hosting.Tests.PredictionPool;

public sealed class HostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_host_without_a_web_server_has_the_model_before_its_services_start()
    {
        _folder.Write("model.zip", PoolModel.First.Zip);
        HostApplicationBuilder builder = CreateBuilder();

        // A relative path begins at the content root. The service is registered before the pool.
        builder.Services.AddSingleton<Worker>().AddHostedService(provider => provider.GetRequiredService<Worker>());
        builder.Services.AddMLNetDeepPredictionPool<House, Verdict>("model.zip");
        using IHost host = builder.Build();
        await host.StartAsync();
        Assert.Equal(PoolModel.First.Hash, host.Services.GetRequiredService<Worker>().Hash);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_host_does_not_start_without_the_model()
    {
        HostApplicationBuilder builder = CreateBuilder();
        builder.Services.AddMLNetDeepPredictionPool<House, Verdict>("missing.zip");
        using IHost host = builder.Build();
        ModelUnavailableException error = await Assert.ThrowsAsync<ModelUnavailableException>(() => host.StartAsync());
        Assert.Contains(_folder.File("missing.zip"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_does_not_require_the_model_is_unhealthy_until_it_is_there()
    {
        HostApplicationBuilder builder = CreateBuilder();
        builder.Services.AddMLNetDeepPredictionPool<House, Verdict>(options =>
        {
            options.ModelPath = "model.zip";
            options.RequireModelAtStart = false;
            options.PollingInterval = options.SettleTime = TimeSpan.FromMilliseconds(20);
        });
        builder.Services.AddHealthChecks()
            .AddMLNetDeepPredictionPool(tags: ["ready"])
            .AddMLNetDeepPredictionPool("lenient", HealthStatus.Degraded);
        using IHost host = builder.Build();
        await host.StartAsync();
        PredictionPool<House, Verdict> pool = host.Services.GetRequiredService<PredictionPool<House, Verdict>>();
        HealthCheckService health = host.Services.GetRequiredService<HealthCheckService>();
        Assert.Throws<ModelUnavailableException>(() => pool.Predict(new House()));
        HealthReport report = await health.CheckHealthAsync();
        Assert.Equal(
            (HealthStatus.Unhealthy, HealthStatus.Degraded),
            (report.Entries["prediction-pool"].Status, report.Entries["lenient"].Status));
        Assert.StartsWith("Model default is not loaded: ", report.Entries["prediction-pool"].Description, StringComparison.Ordinal);
        Assert.IsType<FileNotFoundException>(report.Entries["prediction-pool"].Exception);

        _folder.Write("model.zip", PoolModel.First.Zip);
        await TestPool.WaitUntilAsync(() => pool.GetStatus().Version is not null, "the model");
        report = await health.CheckHealthAsync(check => check.Tags.Contains("ready"));
        Assert.Equal(HealthStatus.Healthy, report.Status);
        HealthReportEntry entry = Assert.Single(report.Entries).Value;
        Assert.Equal($"Model default #1 ({PoolModel.First.Hash[..12]}) predicts.", entry.Description);
        Assert.Equal(PoolModel.First.Hash[..12], entry.Data["default.version"]);
        await host.StopAsync();
    }

    [Fact]
    public async Task Options_come_from_the_configuration()
    {
        _folder.Write("model.zip", PoolModel.First.Zip);
        HostApplicationBuilder builder = CreateBuilder(
            ("Model:ModelPath", "model.zip"), ("Model:PollingInterval", "00:00:07"), ("Model:MaxIdleEngines", "3"), ("Model:WatchForChanges", "false"));
        builder.Services.AddMLNetDeepPredictionPool<House, Verdict>().AddModel("houses", builder.Configuration.GetSection("Model"));
        using IHost host = builder.Build();
        await host.StartAsync();
        PredictionPoolOptions options = host.Services.GetRequiredService<IOptionsMonitor<PredictionPoolOptions>>().Get("houses");
        Assert.Equal(
            ("model.zip", TimeSpan.FromSeconds(7), 3, false),
            (options.ModelPath, options.PollingInterval, options.MaxIdleEngines, options.WatchForChanges));
        PredictionPool<House, Verdict> pool = host.Services.GetRequiredService<PredictionPool<House, Verdict>>();
        Assert.Equal(PoolModel.First.Predict(new House()), pool.Predict("houses", new House()).Score);
    }

    [Theory]
    [InlineData("PollingInterval", "00:00:00.005", "PollingInterval is 00:00:00.0050000; accepted: 10 milliseconds to 1 day.")]
    [InlineData("SettleTime", "01:00:01", "SettleTime is 01:00:01; accepted: 0 to 1 hour.")]
    [InlineData("MaxIdleEngines", "0", "MaxIdleEngines is 0; accepted: 1 or more.")]
    [InlineData("ModelPath", " ", "ModelPath of the model 'default' in the prediction pool is empty; accepted: the path of a model file.")]
    public async Task Options_that_are_not_accepted_end_the_start(string option, string value, string message)
    {
        _folder.Write("model.zip", PoolModel.First.Zip);
        HostApplicationBuilder builder = CreateBuilder(option == "ModelPath" ? [(option, value)] : [("ModelPath", "model.zip"), (option, value)]);
        builder.Services.AddMLNetDeepPredictionPool<House, Verdict>(builder.Configuration);
        using IHost host = builder.Build();
        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync());
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private HostApplicationBuilder CreateBuilder(params IEnumerable<(string Name, string Value)> settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new() { ContentRootPath = _folder.FullName });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        return builder;
    }

    private sealed class Worker(PredictionPool<House, Verdict> pool) : IHostedService
    {
        public string? Hash { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            Hash = pool.GetStatus().Version?.Hash;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
