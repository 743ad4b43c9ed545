using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>GET /healthz: 200 when there is a model, 503 until then.</summary>
internal static class HealthEndpoint
{
    public const string CheckName = "model";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapHealthChecks("/healthz", new HealthCheckOptions
    {
        ResponseWriter = (context, report) => context.Response.WriteAsJsonAsync(
            new HealthResponse($"{report.Status}", report.Entries[CheckName].Description), ApiJsonContext.Default.HealthResponse),
    });
}
