using OpenTelemetry.Metrics;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>Sends the meters to an OpenTelemetry collector, if the standard environment variable names one.</summary>
internal static class Telemetry
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void Add(WebApplicationBuilder builder)
    {
        if (!string.IsNullOrEmpty(builder.Configuration[EndpointVariable]))
        {
            builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
                .AddMeter(DigitsMetrics.MeterName, "MLNetDeep.Hosting", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                .AddOtlpExporter());
        }
    }
}
