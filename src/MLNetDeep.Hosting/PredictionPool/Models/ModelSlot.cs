using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace MLNetDeep.Hosting;

/// <summary>The place of one model in a pool: it loads the file, lends engines of the latest model, and follows the file.</summary>
internal sealed class ModelSlot<TInput, TOutput> : IModelSlot, IDisposable
    where TInput : class
    where TOutput : class, new()
{
    private static readonly string s_poolName = $"PredictionPool<{typeof(TInput).Name}, {typeof(TOutput).Name}>";

    private readonly PredictionPoolOptions _options;
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly PoolMetrics _poolMetrics;
    private readonly ModelMetrics _metrics;
    private readonly EngineCount _count = new();

    // Held while a model is loaded or the slot is disposed.
    private readonly SemaphoreSlim _loading = new(1, 1);
    private readonly CancellationTokenSource _stop = new();

    private volatile LoadedModel<TInput, TOutput>? _model;
    private volatile PredictionModelStatus _status = new(version: null, error: null);
    private volatile bool _isDisposed;
    private bool _isStarted;
    private int _loads;

    // The file when it was last read; null to read it again even if it does not change.
    private volatile FileStamp? _lastRead;

    public ModelSlot(string name, string path, PredictionPoolOptions options, PoolMetrics metrics, ILogger logger)
    {
        Name = name;
        _path = path;
        _options = options;
        _logger = logger;
        _poolMetrics = metrics;
        _metrics = new ModelMetrics(metrics, name);
        metrics.Add(this);
    }

    public string Name { get; }

    public PredictionModelStatus Status => _status;

    public int IdleEngines => _count.Idle;

    public int UsedEngines => _count.Used;

    public void Start()
    {
        EnsureStarted();
        if (_options.RequireModelAtStart && _model is null)
        {
            throw new ModelUnavailableException(Name, _status.Error);
        }
    }

    public PooledEngine<TInput, TOutput> Rent()
    {
        LoadedModel<TInput, TOutput> model = Enter();
        try
        {
            return new PooledEngine<TInput, TOutput>(model, _metrics);
        }
        catch
        {
            model.Leave();
            throw;
        }
    }

    public List<TOutput> Predict(IReadOnlyCollection<TInput> examples, out ModelVersion version)
    {
        LoadedModel<TInput, TOutput> model = Enter();
        long start = Stopwatch.GetTimestamp();
        try
        {
            List<TOutput> predictions = model.Predict(examples);
            _metrics.AddPredictions(examples.Count, start);
            version = model.Version;
            return predictions;
        }
        catch (Exception e)
        {
            _metrics.AddPredictions(examples.Count, start, e);
            throw;
        }
        finally
        {
            model.Leave();
        }
    }

    public async Task<ModelVersion> ReloadAsync(CancellationToken cancellation)
    {
        await _loading.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ModelVersion version = await Task.Run(Load, cancellation).ConfigureAwait(false);
            StartWatch();
            return version;
        }
        finally
        {
            _loading.Release();
        }
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _stop.Cancel();
        _loading.Wait();
        try
        {
            _poolMetrics.Remove(this);
            Interlocked.Exchange(ref _model, null)?.Leave();
        }
        finally
        {
            _loading.Release();
        }
    }

    // Returns the latest model, which then cannot be disposed until it is left.
    private LoadedModel<TInput, TOutput> Enter()
    {
        if (_model is null)
        {
            EnsureStarted();
        }

        while (true)
        {
            ThrowIfDisposed();
            LoadedModel<TInput, TOutput> model = _model ?? throw new ModelUnavailableException(Name, _status.Error);
            if (model.TryEnter())
            {
                return model;
            }
        }
    }

    private void ThrowIfDisposed()
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException(s_poolName);
        }
    }

    // In a program without a host, the first prediction loads the model.
    private void EnsureStarted()
    {
        if (Volatile.Read(ref _isStarted))
        {
            return;
        }

        _loading.Wait();
        try
        {
            if (!_isStarted)
            {
                TryLoad();
                StartWatch();
            }
        }
        finally
        {
            _loading.Release();
        }
    }

    private void StartWatch()
    {
        if (!_isStarted)
        {
            Volatile.Write(ref _isStarted, true);
            if (_options.WatchForChanges && !_isDisposed)
            {
                _ = Task.Run(WatchAsync);
            }
        }
    }

    private async Task WatchAsync()
    {
        CancellationToken stop = _stop.Token;
        using FileChanges changes = new(_path, _options.PollingInterval);
        bool isLogged = false, isReported = true;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                changes.Subscribe();
                if (changes.Error is { } error && !isLogged)
                {
                    PoolLog.NoReports(_logger, error, _path, _options.PollingInterval);
                    isLogged = true;
                }

                if (await FollowAsync(stop).ConfigureAwait(false) && !isReported)
                {
                    changes.Renew();
                }

                isReported = await changes.WaitAsync(stop).ConfigureAwait(false);
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                // Nobody needs the model any more.
            }
            catch (Exception e)
            {
                // Nothing is expected here, but a pool that no longer follows its file would be worse than a message.
                PoolLog.WatchFailed(_logger, e, _path);
            }
        }
    }

    // If the file has changed since it was last read, waits until it stays the same for a while, and loads it. Returns whether it had changed.
    private async Task<bool> FollowAsync(CancellationToken stop)
    {
        FileStamp stamp = FileStamp.Of(_path);
        if (stamp == _lastRead)
        {
            return false;
        }

        for (FileStamp? before = null; stamp != before; stamp = FileStamp.Of(_path))
        {
            before = stamp;
            await Task.Delay(_options.SettleTime, stop).ConfigureAwait(false);
        }

        await _loading.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            // A call may have loaded it meanwhile.
            if (stamp != _lastRead)
            {
                TryLoad();
            }
        }
        finally
        {
            _loading.Release();
        }

        return true;
    }

    private void TryLoad()
    {
        try
        {
            Load();
        }
        catch (Exception) when (!_isDisposed)
        {
            // It is in the status, in the metrics and in the log.
        }
    }

    private ModelVersion Load()
    {
        ThrowIfDisposed();
        long start = Stopwatch.GetTimestamp();
        LoadedModel<TInput, TOutput>? old = _model;

        // Before the file is read: if it changes meanwhile, it is read again.
        _lastRead = FileStamp.Of(_path);
        try
        {
            using ModelFile file = ModelFile.Read(_path);
            if (old?.Version is { } version && version.Hash == file.Hash)
            {
                _status = new PredictionModelStatus(version, error: null);
                PoolLog.Unchanged(_logger, version);
                return version;
            }

            version = new(Name, _loads + 1, _path, file.Hash, file.Content.Length, file.Written, DateTimeOffset.UtcNow);
            int engines = Math.Clamp(_count.Idle + _count.Used, 1, _options.MaxIdleEngines);
            _model = LoadedModel<TInput, TOutput>.Load(file, version, _options, engines, _count);
            _loads++;
            _status = new PredictionModelStatus(version, error: null);
            old?.Leave();
            _metrics.AddLoad();
            PoolLog.Loaded(_logger, version, _path, (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            return version;
        }
        catch (Exception e)
        {
            Refuse(e, old?.Version);
            throw;
        }
    }

    private void Refuse(Exception error, ModelVersion? version)
    {
        // A file that another program has locked may soon be free without a change.
        if (error is UnauthorizedAccessException || (error is IOException and not FileNotFoundException and not DirectoryNotFoundException))
        {
            _lastRead = null;
        }

        _metrics.AddLoad(error);
        bool isNew = _status.Error?.Message != error.Message;
        _status = new PredictionModelStatus(version, error);
        if (!isNew || _isDisposed)
        {
            return;
        }

        if (version is not null)
        {
            PoolLog.ReloadFailed(_logger, error, RegisteredModel.Describe(Name), _path, version);
        }
        else if (error is FileNotFoundException or DirectoryNotFoundException)
        {
            PoolLog.Missing(_logger, RegisteredModel.Describe(Name), _path);
        }
        else
        {
            PoolLog.LoadFailed(_logger, error, RegisteredModel.Describe(Name), _path);
        }
    }
}
