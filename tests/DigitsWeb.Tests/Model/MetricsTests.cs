using System.Diagnostics.Metrics;
using System.Net;
using DigitsWeb.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using MLNetDeep.Samples.DigitsWeb;

namespace DigitsWeb.Tests.Model;

public class MetricsTests(ServerFixture fixture)
{
    [Fact]
    public async Task Predictions_are_counted_by_digit()
    {
        await using RunningServer server = await RunningServer.StartAsync(fixture.ModelFile);
        await server.ReadTrainingAsync();
        IMeterFactory factory = server.Services.GetRequiredService<IMeterFactory>();
        List<(string Name, double Value, object? Digit)> values = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter is { Name: DigitsMetrics.MeterName } meter && ReferenceEquals(meter.Scope, factory))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => values.Add((instrument.Name, value, tags[0].Value)));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => values.Add((instrument.Name, value, null)));
        listener.Start();
        string answer = "";
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage response = await server.Client.PostAsync("predict", ServerFixture.Json(ServerFixture.ValidBody));
            answer = await response.Content.ReadAsStringAsync();
        }

        Assert.Equal(HttpStatusCode.BadRequest, (await server.Client.PostAsync("predict", ServerFixture.Json("{}"))).StatusCode);
        listener.RecordObservableInstruments();
        int digit = answer["{\"digit\":".Length] - '0';
        Assert.Equal(Enumerable.Repeat(("digits.predictions", 1.0, (object?)digit), 3), values.Where(value => value.Name == "digits.predictions"));
        Assert.Equal(1, Assert.Single(values, value => value.Name == "digits.training.progress").Value);
        Assert.Equal(4, values.Count);
    }
}
