using System.Diagnostics.Metrics;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>What the prediction pool does not count, for OpenTelemetry, dotnet-counters and others that listen to .NET's meters.</summary>
internal sealed class DigitsMetrics
{
    public const string MeterName = "MLNetDeep.Samples.DigitsWeb";

    // One object per digit: a tag with a number in it would be boxed for each prediction.
    private static readonly object[] s_digits = [.. Enumerable.Range(0, 10).Select(digit => (object)digit)];

    private readonly Counter<long> _predictions;

    public DigitsMetrics(IMeterFactory meters, ModelStatus status)
    {
        Meter meter = meters.Create(MeterName);
        _predictions = meter.CreateCounter<long>("digits.predictions", "{prediction}", "The number of predictions, by the predicted digit.");
        meter.CreateObservableGauge(
            "digits.training.progress", () => status.Current.Progress, "1", "The completed share of the training; 1 when the model is ready.");
    }

    public void CountPrediction(int digit) => _predictions.Add(1, new KeyValuePair<string, object?>("digit", s_digits[digit]));
}
