using System.Diagnostics.Metrics;

namespace MLNetDeep.Samples.DigitsWeb;

/// <summary>The counters of the server, for OpenTelemetry, dotnet-counters and others that listen to .NET's meters.</summary>
internal sealed class DigitsMetrics
{
    public const string MeterName = "MLNetDeep.Samples.DigitsWeb";

    // One object per digit: a tag with a number in it would be boxed for each prediction.
    private static readonly object[] s_digits = [.. Enumerable.Range(0, 10).Select(digit => (object)digit)];

    private readonly Counter<long> _predictions;
    private readonly Histogram<double> _duration;

    public DigitsMetrics(IMeterFactory meters, ModelStatus status)
    {
        Meter meter = meters.Create(MeterName);
        _predictions = meter.CreateCounter<long>("digits.predictions", "{prediction}", "The number of predictions, by the predicted digit.");
        _duration = meter.CreateHistogram(
            "digits.prediction.duration",
            "s",
            "The time that the network took for a prediction.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.1] });
        meter.CreateObservableGauge(
            "digits.training.progress", () => status.Current.Progress, "1", "The completed share of the training; 1 when the model is ready.");
    }

    public void CountPrediction(int digit, TimeSpan duration)
    {
        _predictions.Add(1, new KeyValuePair<string, object?>("digit", s_digits[digit]));
        _duration.Record(duration.TotalSeconds);
    }
}
