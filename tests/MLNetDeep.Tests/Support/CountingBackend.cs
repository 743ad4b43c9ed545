using MLNetDeep.Neural;

namespace MLNetDeep.Tests.Support;

/// <summary>
/// The CPU backend under another name, as if its memory were on a device: it counts the sessions and scorers that are made and not
/// disposed, and a scorer that is used after it was disposed throws.
/// </summary>
internal sealed class CountingBackend : IComputeBackend
{
    /// <summary>The number of sessions that were made.</summary>
    public int Sessions { get; private set; }

    /// <summary>The number of scorers that were made.</summary>
    public int Scorers { get; private set; }

    /// <summary>The number of sessions and scorers that are not disposed.</summary>
    public int Open
    {
        get;
        private set
        {
            field = value;
            MostOpen = Math.Max(MostOpen, value);
        }
    }

    /// <summary>The most sessions and scorers that were there at the same time.</summary>
    public int MostOpen { get; private set; }

    /// <summary>The largest number of rows in one call of a scorer.</summary>
    public int LargestBatch { get; private set; }

    public int PreferredBatch { get; init; } = 8;

    /// <summary>Called before a member of a session or scorer, with its name; an exception from it is the device's.</summary>
    public Action<string> OnCall { get; init; } = _ => { };

    public string Name => "counting";

    public bool Supports(LayerSpec layer) => true;

    public ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options)
    {
        OnCall(nameof(CreateSession));
        ITrainingSession session = new Session(this, CpuBackend.Instance.CreateSession(spec, weights, options));
        Sessions++;
        Open++;
        return session;
    }

    public IScorer CreateScorer(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, ScorerOptions options)
    {
        OnCall(nameof(CreateScorer));
        return Count(CpuBackend.Instance.CreateScorer(spec, weights, options), spec);
    }

    private Scorer Count(IScorer inner, NetworkSpec spec)
    {
        Scorers++;
        Open++;
        return new Scorer(this, inner, spec);
    }

    private sealed class Session(CountingBackend backend, ITrainingSession inner) : ITrainingSession
    {
        private bool _isDisposed;

        public double LearningRateFactor
        {
            get => inner.LearningRateFactor;
            set => inner.LearningRateFactor = value;
        }

        public EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows) => Use(nameof(Step)).Step(data, rows);

        public void PrepareData(TrainingData data) => Use(nameof(PrepareData)).PrepareData(data);

        public EvaluationResult Evaluate(TrainingData data) => Use(nameof(Evaluate)).Evaluate(data);

        public EvaluationResult Evaluate(TrainingData data, ReadOnlySpan<int> rows) => Use(nameof(Evaluate)).Evaluate(data, rows);

        public void Predict(FeatureMatrix features, Span<float> destination) => Use(nameof(Predict)).Predict(features, destination);

        public IReadOnlyList<NamedTensor> ComputeGradients(TrainingData data, ReadOnlySpan<int> rows, bool training) =>
            Use(nameof(ComputeGradients)).ComputeGradients(data, rows, training);

        public IReadOnlyList<NamedTensor> GetWeights() => Use(nameof(GetWeights)).GetWeights();

        public bool IsFinite() => Use(nameof(IsFinite)).IsFinite();

        public OptimizerState GetOptimizerState() => Use(nameof(GetOptimizerState)).GetOptimizerState();

        public void SetOptimizerState(OptimizerState state) => Use(nameof(SetOptimizerState)).SetOptimizerState(state);

        public void Dispose()
        {
            backend.Open -= _isDisposed ? 0 : 1;
            _isDisposed = true;
            inner.Dispose();
        }

        private ITrainingSession Use(string member)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            backend.OnCall(member);
            return inner;
        }
    }

    private sealed class Scorer(CountingBackend backend, IScorer inner, NetworkSpec spec) : IScorer
    {
        private bool _isDisposed;

        public int PreferredBatch => backend.PreferredBatch;

        public void Predict(FeatureMatrix features, Span<float> destination) => Use(features.RowCount).Predict(features, destination);

        public void Predict(ReadOnlySpan<float> rows, Span<float> destination) => Use(rows.Length / spec.InputSize).Predict(rows, destination);

        public void Predict(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> destination) =>
            Use(1).Predict(columns, values, destination);

        public EvaluationResult Evaluate(TrainingData data, LossSpec loss) => Use(data.RowCount).Evaluate(data, loss);

        public IScorer Share(ScorerOptions options) => backend.Count(inner.Share(options), spec);

        public void Dispose()
        {
            backend.Open -= _isDisposed ? 0 : 1;
            _isDisposed = true;
            inner.Dispose();
        }

        private IScorer Use(int rows)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            backend.OnCall(nameof(Predict));
            backend.LargestBatch = Math.Max(backend.LargestBatch, rows);
            return inner;
        }
    }
}
