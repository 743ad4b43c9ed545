using System.Diagnostics;
using Microsoft.ML;

namespace MLNetDeep.Hosting;

/// <summary>
/// A prediction engine that a <see cref="PredictionPool{TInput, TOutput}"/> lends. Dispose it to give it back. Only one thread may use it
/// at a time.
/// </summary>
/// <remarks>
/// All its predictions are those of one model, even if the pool gets a newer one meanwhile: the old model is disposed when the last of its
/// engines is given back.
/// </remarks>
/// <typeparam name="TInput">The class of a row that the model takes.</typeparam>
/// <typeparam name="TOutput">The class of a row that the model gives.</typeparam>
public sealed class PooledEngine<TInput, TOutput> : IDisposable
    where TInput : class
    where TOutput : class, new()
{
    private readonly LoadedModel<TInput, TOutput> _model;
    private readonly ModelMetrics _metrics;
    private Engine<TInput, TOutput>? _engine;

    internal PooledEngine(LoadedModel<TInput, TOutput> model, ModelMetrics metrics)
    {
        _model = model;
        _metrics = metrics;
        _engine = model.GetEngine();
    }

    /// <summary>The version of the model that predicts.</summary>
    public ModelVersion Version => _model.Version;

    /// <summary>The model. It may be used until this engine is given back, on any thread. Do not dispose it.</summary>
    public ITransformer Model => _model.Transformer;

    /// <summary>Predicts one row.</summary>
    /// <param name="example">The row.</param>
    /// <returns>A new object with the prediction.</returns>
    /// <exception cref="ObjectDisposedException">The engine was given back.</exception>
    public TOutput Predict(TInput example)
    {
        TOutput prediction = new();
        Predict(example, ref prediction);
        return prediction;
    }

    /// <summary>Predicts one row into an object that exists already.</summary>
    /// <param name="example">The row.</param>
    /// <param name="prediction">Receives the prediction. Its arrays may be used again.</param>
    /// <exception cref="ObjectDisposedException">The engine was given back.</exception>
    public void Predict(TInput example, ref TOutput prediction)
    {
        ArgumentNullException.ThrowIfNull(example);
        Engine<TInput, TOutput> engine = _engine ?? throw new ObjectDisposedException(nameof(PooledEngine<,>));
        long start = Stopwatch.GetTimestamp();
        try
        {
            engine.Predict(example, ref prediction);
        }
        catch (Exception e)
        {
            _metrics.AddPredictions(1, start, e);
            throw;
        }

        _metrics.AddPredictions(1, start);
    }

    /// <summary>Gives the engine back. A second call has no effect.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _engine, null) is { } engine)
        {
            _model.ReturnEngine(engine);
            _model.Leave();
        }
    }
}
