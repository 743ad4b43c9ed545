using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using MLNetDeep.Tests.Support;

namespace MLNetDeep.Hosting.Tests.PredictionPool;

/// <summary>A pool with a default model in a temporary folder. It looks at the file every 20 ms.</summary>
internal sealed class TestPool : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;

    public TestPool(byte[]? zip, Action<PredictionPoolOptions>? configure = null)
    {
        Path = _folder.File("model.zip");
        if (zip is not null)
        {
            File.WriteAllBytes(Path, zip);
        }

        ServiceCollection services = new();
        services.AddLogging(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace));
        services.AddHealthChecks().AddMLNetDeepPredictionPool();
        services.AddMLNetDeepPredictionPool<House, Verdict>(options =>
        {
            options.ModelPath = Path;
            options.PollingInterval = TimeSpan.FromMilliseconds(20);
            options.SettleTime = TimeSpan.FromMilliseconds(20);
            configure?.Invoke(options);
        });
        _services = services.BuildServiceProvider();
        Pool = _services.GetRequiredService<PredictionPool<House, Verdict>>();
    }

    public string Path { get; }

    public LogLines Log { get; } = new();

    public PredictionPool<House, Verdict> Pool { get; }

    public IServiceProvider Services => _services;

    /// <summary>The SHA-256 of the model that predicts; null if there is none.</summary>
    public string? Hash => Pool.GetStatus().Version?.Hash;

    public static async Task WaitUntilAsync(Func<bool> condition, string what)
    {
        DateTime end = DateTime.UtcNow + s_patience;
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < end, $"After {s_patience} there is not: {what}");
            await Task.Delay(5);
        }
    }

    /// <summary>Writes a file beside the model and renames it to the model's name.</summary>
    public void Replace(byte[] content)
    {
        string temporary = Path + ".new";
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, Path, overwrite: true);
    }

    public async Task WaitForAsync(PoolModel model)
    {
        await WaitUntilAsync(() => Hash == model.Hash && Pool.GetStatus().Error is null, "the other model");
        AssertPredicts(model);
    }

    public Task WaitForErrorAsync(string part) => WaitUntilAsync(
        () => Pool.GetStatus().Error?.Message.Contains(part, StringComparison.Ordinal) ?? false, $"an error with '{part}'");

    /// <summary>Checks that rows have the scores of a model, one by one and together, and that the version is its.</summary>
    public void AssertPredicts(PoolModel model)
    {
        House[] houses = [.. Enumerable.Range(0, 20).Select(PoolModel.CreateHouse)];
        IReadOnlyList<Verdict> together = Pool.Predict(houses, out ModelVersion version);
        Assert.Equal(model.Hash, version.Hash);
        Assert.Equal(houses.Length, together.Count);
        for (int i = 0; i < houses.Length; i++)
        {
            Verdict alone = Pool.Predict(houses[i], out version);
            Assert.Equal(model.Hash, version.Hash);
            float[] expected = model.Predict(houses[i]);
            Assert.All(expected.Zip(alone.Score), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
            Assert.All(expected.Zip(together[i].Score), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
            Assert.Equal((uint)Array.IndexOf(expected, expected.Max()) + 1, alone.PredictedLabel);
        }
    }

    public async Task<HealthReport> CheckHealthAsync() => await _services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    public void Dispose()
    {
        _services.Dispose();
        if (Directory.Exists(_folder.FullName))
        {
            _folder.Dispose();
        }
    }
}
