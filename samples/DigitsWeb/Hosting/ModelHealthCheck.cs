using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>The server is healthy when it has a model: until then, a load balancer should send its clients elsewhere.</summary>
internal sealed class ModelHealthCheck(ModelStatus status) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ModelUpdate update = status.Current;
        return Task.FromResult(update.State == ModelState.Ready
            ? HealthCheckResult.Healthy(update.Describe())
            : HealthCheckResult.Unhealthy(update.Describe()));
    }
}
