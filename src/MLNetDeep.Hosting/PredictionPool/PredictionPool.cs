using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MLNetDeep.Hosting;

/// <summary>
/// Predictions by the models in files, on any number of threads. When a file changes, its model is loaded and then replaces the old one: no
/// prediction fails or waits for it, and each prediction is made by one model.
/// </summary>
/// <remarks>
/// <para><see cref="PredictionPoolServiceCollectionExtensions"/> adds a pool to services as a singleton. With a host, models are loaded
/// before the host's services start; without one, when they are first used. All methods may be called on any thread.</para>
/// <para>A file that is damaged, still being written, or holds a model for other rows is refused: the pool keeps the model that it has, and
/// tries again when the file changes again. The name of the default model is empty.</para>
/// </remarks>
/// <typeparam name="TInput">The class of a row that the models take.</typeparam>
/// <typeparam name="TOutput">The class of a row that the models give.</typeparam>
public sealed class PredictionPool<TInput, TOutput> : IPredictionPool, IDisposable
    where TInput : class
    where TOutput : class, new()
{
    private readonly Dictionary<string, ModelSlot<TInput, TOutput>> _slots = [];

    internal PredictionPool(IServiceProvider services)
    {
        ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(PoolLog.Category);
        IOptionsMonitor<PredictionPoolOptions> options = services.GetRequiredService<IOptionsMonitor<PredictionPoolOptions>>();
        PoolMetrics metrics = services.GetRequiredService<PoolMetrics>();
        string folder = services.GetService<IHostEnvironment>()?.ContentRootPath ?? Directory.GetCurrentDirectory();
        foreach (RegisteredModel model in services.GetServices<RegisteredModel>().Where(model => model.Pool == GetType()))
        {
            PredictionPoolOptions own = options.Get(model.Name);
            _slots.Add(model.Name, new(model.Name, Path.GetFullPath(own.ModelPath, Path.GetFullPath(folder)), own, metrics, logger));
        }

        ModelNames = [.. _slots.Keys];
    }

    /// <summary>The names of the models; empty for the default model.</summary>
    public IReadOnlyList<string> ModelNames { get; }

    IReadOnlyList<IModelSlot> IPredictionPool.Slots => [.. _slots.Values];

    /// <summary>Predicts one row with the default model.</summary>
    /// <param name="example">The row.</param>
    /// <returns>The prediction.</returns>
    /// <exception cref="ModelUnavailableException">The model could not be loaded yet.</exception>
    public TOutput Predict(TInput example) => Predict(Options.DefaultName, example, out _);

    /// <summary>Predicts one row with the default model.</summary>
    /// <param name="example">The row.</param>
    /// <param name="version">Receives which model made the prediction.</param>
    /// <returns>The prediction.</returns>
    /// <exception cref="ModelUnavailableException">The model could not be loaded yet.</exception>
    public TOutput Predict(TInput example, out ModelVersion version) => Predict(Options.DefaultName, example, out version);

    /// <summary>Predicts one row.</summary>
    /// <param name="modelName">The name of the model.</param>
    /// <param name="example">The row.</param>
    /// <returns>The prediction.</returns>
    /// <exception cref="ArgumentException">The pool has no model of this name.</exception>
    /// <exception cref="ModelUnavailableException">The model could not be loaded yet.</exception>
    public TOutput Predict(string modelName, TInput example) => Predict(modelName, example, out _);

    /// <summary>Predicts one row.</summary>
    /// <param name="modelName">The name of the model.</param>
    /// <param name="example">The row.</param>
    /// <param name="version">Receives which model made the prediction.</param>
    /// <returns>The prediction.</returns>
    /// <exception cref="ArgumentException">The pool has no model of this name.</exception>
    /// <exception cref="ModelUnavailableException">The model could not be loaded yet.</exception>
    public TOutput Predict(string modelName, TInput example, out ModelVersion version)
    {
        using PooledEngine<TInput, TOutput> engine = Rent(modelName);
        version = engine.Version;
        return engine.Predict(example);
    }

    /// <summary>Predicts many rows with the default model.</summary>
    /// <param name="examples">The rows. They are enumerated once.</param>
    /// <returns>The predictions in the order of the rows, all made by one model.</returns>
    /// <exception cref="ModelUnavailableException">The model could not be loaded yet.</exception>
    public IReadOnlyList<TOutput> Predict(IEnumerable<TInput> examples) => Predict(Options.DefaultName, examples, out _);

    /// <summary>Predicts many rows with the default model.</summary>
    /// <param name="examples">The rows. They are enumerated once.</param>
    /// <param name="version">Receives which model made the predictions.</param>
    /// <returns>The predictions in the order of the rows, all made by one model.</returns>
    /// <exception cref="ModelUnavailableException">The model could not be loaded yet.</exception>
    public IReadOnlyList<TOutput> Predict(IEnumerable<TInput> examples, out ModelVersion version) =>
        Predict(Options.DefaultName, examples, out version);

    /// <summary>Predicts many rows: below 256 by one engine, otherwise in one pass.</summary>
    /// <param name="modelName">The name of the model.</param>
    /// <param name="examples">The rows. They are enumerated once.</param>
    /// <returns>The predictions in the order of the rows, all made by one model.</returns>
    /// <exception cref="ArgumentException">The pool has no model of this name, or a row is null.</exception>
    /// <exception cref="ModelUnavailableException">The model could not be loaded yet.</exception>
    public IReadOnlyList<TOutput> Predict(string modelName, IEnumerable<TInput> examples) => Predict(modelName, examples, out _);

    /// <summary>Predicts many rows: below 256 by one engine, otherwise in one pass.</summary>
    /// <param name="modelName">The name of the model.</param>
    /// <param name="examples">The rows. They are enumerated once.</param>
    /// <param name="version">Receives which model made the predictions.</param>
    /// <returns>The predictions in the order of the rows, all made by one model.</returns>
    /// <exception cref="ArgumentException">The pool has no model of this name, or a row is null.</exception>
    /// <exception cref="ModelUnavailableException">The model could not be loaded yet.</exception>
    public IReadOnlyList<TOutput> Predict(string modelName, IEnumerable<TInput> examples, out ModelVersion version)
    {
        ArgumentNullException.ThrowIfNull(examples);
        TInput[] rows = [.. examples];
        return Array.IndexOf(rows, null) is int index and >= 0
            ? throw new ArgumentException($"Row {index} of {nameof(examples)} is null; accepted: rows that are not null.", nameof(examples))
            : Slot(modelName).Predict(rows, out version);
    }

    /// <summary>Lends an engine: for several predictions by the same model, or to look at the model that predicts.</summary>
    /// <param name="modelName">The name of the model. Default: the default model.</param>
    /// <returns>The engine. Dispose it to give it back.</returns>
    /// <exception cref="ArgumentException">The pool has no model of this name.</exception>
    /// <exception cref="ModelUnavailableException">The model could not be loaded yet.</exception>
    public PooledEngine<TInput, TOutput> Rent(string modelName = "") => Slot(modelName).Rent();

    /// <summary>
    /// Loads the model from its file now, without waiting until a change is noticed. If the file has the content of the current model, that
    /// model stays.
    /// </summary>
    /// <param name="modelName">The name of the model. Default: the default model.</param>
    /// <param name="cancellation">Cancels waiting for another load that runs. A load itself is not cancelled.</param>
    /// <returns>Which model predicts from now on.</returns>
    /// <exception cref="ArgumentException">The pool has no model of this name.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read; the old model stays.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be read; the old model stays.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, not completely written, or holds a model for other rows; the old model stays.
    /// </exception>
    public Task<ModelVersion> ReloadAsync(string modelName = "", CancellationToken cancellation = default) =>
        Slot(modelName).ReloadAsync(cancellation);

    /// <summary>Returns which model predicts, and whether the last attempt to load its file failed. Nothing is loaded.</summary>
    /// <param name="modelName">The name of the model. Default: the default model.</param>
    /// <exception cref="ArgumentException">The pool has no model of this name.</exception>
    public PredictionModelStatus GetStatus(string modelName = "") => Slot(modelName).Status;

    /// <summary>Stops watching the files. Models are disposed when the last of their engines is given back.</summary>
    public void Dispose()
    {
        foreach (ModelSlot<TInput, TOutput> slot in _slots.Values)
        {
            slot.Dispose();
        }
    }

    private ModelSlot<TInput, TOutput> Slot(string modelName)
    {
        ArgumentNullException.ThrowIfNull(modelName);
        return _slots.TryGetValue(modelName, out ModelSlot<TInput, TOutput>? slot) ? slot : throw new ArgumentException(
            $"PredictionPool<{typeof(TInput).Name}, {typeof(TOutput).Name}> has no model '{RegisteredModel.Describe(modelName)}'; "
            + $"it has: {(_slots.Count == 0 ? "none" : string.Join(", ", _slots.Keys.Select(RegisteredModel.Describe)))}.",
            nameof(modelName));
    }
}
