using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MLNetDeep.Hosting;

/// <summary>Looks whether each model of all pools is loaded, and whether its file could be loaded when it last changed.</summary>
internal sealed class PredictionPoolHealthCheck(IEnumerable<IPredictionPool> pools) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        HealthStatus worst = HealthStatus.Healthy;
        List<string> sentences = [];
        Dictionary<string, object> data = [];
        Exception? firstError = null;
        foreach (IModelSlot slot in pools.SelectMany(pool => pool.Slots))
        {
            PredictionModelStatus status = slot.Status;
            string name = RegisteredModel.Describe(slot.Name);
            HealthStatus health = status.Version is null ? context.Registration.FailureStatus
                : status.Error is null ? HealthStatus.Healthy
                : HealthStatus.Degraded;
            worst = health < worst ? health : worst;
            firstError ??= status.Error;
            sentences.Add(Describe(name, status));
            if (status.Version is { } version)
            {
                data[$"{name}.version"] = version.ShortHash;
                data[$"{name}.loaded"] = version.LoadedAt.ToString("O", CultureInfo.InvariantCulture);
            }
        }

        string description = sentences.Count == 0 ? "The prediction pools have no models." : string.Join(' ', sentences);
        return Task.FromResult(new HealthCheckResult(worst, description, firstError, data));
    }

    private static string Describe(string name, PredictionModelStatus status) => (status.Version, status.Error) switch
    {
        (null, null) => $"Model {name} has not been used yet.",
        (null, { } error) => $"Model {name} is not loaded: {error.Message}",
        ({ } version, null) => $"Model {version} predicts.",
        ({ } version, { } error) => $"Model {version} predicts, but its file cannot be loaded: {error.Message}",
    };
}
