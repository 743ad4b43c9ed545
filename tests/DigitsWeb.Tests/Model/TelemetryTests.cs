using System.Collections.Concurrent;
using System.Text;
using DigitsWeb.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace DigitsWeb.Tests.Model;

public class TelemetryTests(ServerFixture fixture)
{
    [Fact]
    public void Without_a_collector_nothing_is_sent() => Assert.Null(fixture.Server.Services.GetService<MeterProvider>());

    [Fact]
    public async Task A_collector_gets_the_counters()
    {
        ConcurrentQueue<string> received = new();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using WebApplication collector = builder.Build();
        collector.Run(async context =>
        {
            using StreamReader body = new(context.Request.Body, Encoding.Latin1);
            received.Enqueue($"{context.Request.Method} {context.Request.Path} {await body.ReadToEndAsync()}");
        });
        await collector.StartAsync();

        // What is not yet sent is sent when the server ends.
        await using (RunningServer server = await RunningServer.StartAsync(
            fixture.ModelFile, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")))
        {
            await server.ReadTrainingAsync();
            Assert.True((await server.Client.PostAsync("predict", ServerFixture.Json(ServerFixture.ValidBody))).IsSuccessStatusCode);
        }

        string sent = string.Concat(received);
        Assert.StartsWith("POST /v1/metrics ", sent, StringComparison.Ordinal);
        Assert.All(
            new[] { "digits.predictions", "mlnetdeep.pool.prediction.duration", "digits.training.progress", "http.server.request.duration" },
            name => Assert.Contains(name, sent, StringComparison.Ordinal));
    }
}
