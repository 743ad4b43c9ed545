using Microsoft.ML;

namespace MLNetDeep.Hosting;

/// <summary>A prediction engine in a pool.</summary>
internal sealed class Engine<TInput, TOutput>(PredictionEngine<TInput, TOutput> engine, EngineCount count) : IDisposable
    where TInput : class
    where TOutput : class, new()
{
    public void Predict(TInput example, ref TOutput prediction) => engine.Predict(example, ref prediction);

    public void Dispose()
    {
        engine.Dispose();
        count.Remove();
    }
}
