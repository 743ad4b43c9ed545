using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>
/// A scorer whose memory on a device can be released at any time, by any thread. It takes the memory again when it is next used, with the
/// same weights.
/// </summary>
internal sealed class DeviceScorer : IScorer
{
    private readonly IComputeBackend _backend;
    private readonly NetworkSpec _spec;
    private readonly IReadOnlyList<NamedTensor> _weights;
    private readonly ScorerOptions _options;

    // Held during each use, so that the memory is not released under it.
    private readonly Lock _use = new();
    private IScorer? _scorer;
    private bool _isDisposed;

    public DeviceScorer(IComputeBackend backend, NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options)
    {
        _backend = backend;
        _spec = spec;
        _weights = weights;
        _options = options;
        _scorer = CreateScorer();
    }

    public int PreferredBatch
    {
        get
        {
            lock (_use)
            {
                return Open().PreferredBatch;
            }
        }
    }

    public void Predict(FeatureMatrix features, Span<float> destination)
    {
        lock (_use)
        {
            Open().Predict(features, destination);
        }
    }

    public void Predict(ReadOnlySpan<float> rows, Span<float> destination)
    {
        lock (_use)
        {
            Open().Predict(rows, destination);
        }
    }

    public void Predict(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> destination)
    {
        lock (_use)
        {
            Open().Predict(columns, values, destination);
        }
    }

    public EvaluationResult Evaluate(TrainingData data, LossSpec loss)
    {
        lock (_use)
        {
            return Open().Evaluate(data, loss);
        }
    }

    public IScorer Share(ScorerOptions options)
    {
        lock (_use)
        {
            return Open().Share(options);
        }
    }

    /// <summary>Releases the memory on the device until the scorer is next used.</summary>
    public void Release()
    {
        lock (_use)
        {
            _scorer?.Dispose();
            _scorer = null;
        }
    }

    public void Dispose()
    {
        lock (_use)
        {
            _isDisposed = true;
            Release();
        }
    }

    private IScorer Open()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _scorer ??= CreateScorer();
    }

    private IScorer CreateScorer() => _backend.CreateScorer(_spec, _weights, _options);
}
