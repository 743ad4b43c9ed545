using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MLNetDeep.Hosting;

/// <summary>Extension methods that add a health check for prediction pools.</summary>
public static class PredictionPoolHealthChecksBuilderExtensions
{
    /// <summary>The default name of the check.</summary>
    public const string DefaultName = "prediction-pool";

    /// <summary>
    /// Adds one check for all models of all prediction pools: healthy if each is loaded from its latest file; degraded if a changed file could
    /// not be loaded, so that an earlier model predicts; <paramref name="failureStatus"/> if a model is not loaded.
    /// </summary>
    /// <param name="builder">The builder, which <c>services.AddHealthChecks()</c> returns.</param>
    /// <param name="name">The name of the check. Default "prediction-pool".</param>
    /// <param name="failureStatus">The status if a model is not loaded. Default null: unhealthy.</param>
    /// <param name="tags">Tags that choose checks, such as "ready". Default null: none.</param>
    /// <returns>The builder.</returns>
    public static IHealthChecksBuilder AddMLNetDeepPredictionPool(
        this IHealthChecksBuilder builder, string name = DefaultName, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<PredictionPoolHealthCheck>(name, failureStatus, tags ?? []);
    }
}
