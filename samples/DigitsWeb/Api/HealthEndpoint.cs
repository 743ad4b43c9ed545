using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>GET /healthz: 200 when there is a model, 503 until then.</summary>
internal static class HealthEndpoint
{
    public const string CheckName = "model";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapHealthChecks("/healthz", new HealthCheckOptions
    {
        ResponseWriter = (context, report) =>
        {
            HealthReportEntry pool = report.Entries[CheckName];

            // Without a model, the training matters.
            string? model = pool.Status == HealthStatus.Unhealthy
                ? context.RequestServices.GetRequiredService<ModelStatus>().Current.Describe()
                : pool.Description;
            return context.Response.WriteAsJsonAsync(new HealthResponse($"{report.Status}", model), ApiJsonContext.Default.HealthResponse);
        },
    });
}
