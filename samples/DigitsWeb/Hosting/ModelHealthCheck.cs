using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>The server is healthy when it has a model: until then, a load balancer should send its clients elsewhere.</summary>
internal sealed class ModelHealthCheck(ModelStatus status) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ModelUpdate update = status.Current;
        return Task.FromResult(update.State switch
        {
            ModelState.Ready => HealthCheckResult.Healthy("The model is ready."),
            ModelState.Failed => HealthCheckResult.Unhealthy($"There is no model. {update.Message}"),
            ModelState.Training => HealthCheckResult.Unhealthy($"The network is being trained: {Math.Floor(100 * update.Progress)}% is done."),
            _ => HealthCheckResult.Unhealthy("The model is being loaded."),
        });
    }
}
