using System.Diagnostics.Metrics;

namespace MLNetDeep.Hosting;

/// <summary>The instruments of all pools of a program.</summary>
internal sealed class PoolMetrics
{
    public const string MeterName = "MLNetDeep.Hosting";
    public const string ModelNameTag = "mlnetdeep.model.name";
    public const string EngineStateTag = "mlnetdeep.engine.state";
    public const string ErrorTag = "error.type";

    private readonly Lock _lock = new();
    private readonly List<IModelSlot> _slots = [];

    public PoolMetrics(IMeterFactory meters)
    {
        Meter meter = meters.Create(MeterName);
        Predictions = meter.CreateCounter<long>("mlnetdeep.pool.predictions", "{prediction}", "The number of rows that were predicted.");
        PredictionDuration = meter.CreateHistogram(
            "mlnetdeep.pool.prediction.duration",
            "s",
            "The time that a model took for a call, without waiting for an engine.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.1, 1] });
        Loads = meter.CreateCounter<long>("mlnetdeep.pool.model.loads", "{load}", "The number of times that a model file was loaded or refused.");
        meter.CreateObservableUpDownCounter(
            "mlnetdeep.pool.engines", CountEngines, "{engine}", "The number of prediction engines that exist.");
    }

    public Counter<long> Predictions { get; }

    public Histogram<double> PredictionDuration { get; }

    public Counter<long> Loads { get; }

    public void Add(IModelSlot slot)
    {
        lock (_lock)
        {
            _slots.Add(slot);
        }
    }

    public void Remove(IModelSlot slot)
    {
        lock (_lock)
        {
            _slots.Remove(slot);
        }
    }

    private List<Measurement<long>> CountEngines()
    {
        lock (_lock)
        {
            return [.. _slots.SelectMany(slot => (Measurement<long>[])[Measure(slot, "idle", slot.IdleEngines), Measure(slot, "used", slot.UsedEngines)])];
        }
    }

    private static Measurement<long> Measure(IModelSlot slot, string state, int engines) =>
        new(engines, new(ModelNameTag, RegisteredModel.Describe(slot.Name)), new(EngineStateTag, state));
}
