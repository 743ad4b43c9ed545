namespace MLNetDeep.Neural.Tests.Support;

/// <summary>
/// A backend that takes its steps on another one, but only when their results are read: whoever reads the weights before has those of
/// earlier steps. It fails if the session is used against the rules of <see cref="ITrainingSession.ResultDelay"/>.
/// </summary>
/// <param name="inner">The backend that computes.</param>
/// <param name="delay">See <see cref="ITrainingSession.ResultDelay"/>.</param>
internal sealed class DelayedBackend(IComputeBackend inner, int delay) : TestBackend
{
    public override string Name => "delayed";

    /// <summary>Whether a step that fails takes the session back by as many steps as it may.</summary>
    public bool GoesBack { get; init; }

    /// <summary>The largest number of steps that were begun and not ended.</summary>
    public int MostBegun { get; private set; }

    /// <summary>The data that were announced as unchanging.</summary>
    public List<TrainingData> Prepared { get; } = [];

    public override ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options) =>
        new Session(this, weights, start => inner.CreateSession(spec, start, options));

    private sealed class Session(DelayedBackend backend, IReadOnlyList<NamedTensor> weights, Func<IReadOnlyList<NamedTensor>, ITrainingSession> create)
        : ITrainingSession
    {
        private readonly Queue<(TrainingData Rows, double RateFactor)> _begun = new();

        // The weights and states before the last steps, the oldest first.
        private readonly Queue<(IReadOnlyList<NamedTensor> Weights, OptimizerState State)> _before = new();
        private ITrainingSession _inner = create(weights);

        public double LearningRateFactor { get; set; } = 1;

        public int ResultDelay { get; } = backend.Delay;

        public EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows)
        {
            Idle.LearningRateFactor = LearningRateFactor;
            return _inner.Step(data, rows);
        }

        public void BeginStep(TrainingData data, ReadOnlySpan<int> rows)
        {
            _begun.Enqueue((data.Select(rows.ToArray()), LearningRateFactor));
            Assert.InRange(_begun.Count, 1, ResultDelay + 1);
            backend.MostBegun = Math.Max(backend.MostBegun, _begun.Count);
        }

        public EvaluationResult EndStep()
        {
            (TrainingData rows, _inner.LearningRateFactor) = _begun.Dequeue();
            if (backend.GoesBack)
            {
                _before.Enqueue((_inner.GetWeights(), _inner.GetOptimizerState()));
                if (_before.Count > ResultDelay + 1)
                {
                    _before.Dequeue();
                }
            }

            EvaluationResult result = _inner.Step(rows, [.. Enumerable.Range(0, rows.RowCount)]);
            if (!double.IsFinite(result.LossSum))
            {
                _begun.Clear();
                if (_before.TryPeek(out (IReadOnlyList<NamedTensor> Weights, OptimizerState State) earlier))
                {
                    _inner.Dispose();
                    _inner = create(earlier.Weights);
                    _inner.SetOptimizerState(earlier.State);
                }
            }

            return result;
        }

        public void PrepareData(TrainingData data) => backend.Prepared.Add(data);

        public EvaluationResult Evaluate(TrainingData data) => Idle.Evaluate(data);

        public EvaluationResult Evaluate(TrainingData data, ReadOnlySpan<int> rows) => Idle.Evaluate(data, rows);

        public void Predict(FeatureMatrix features, Span<float> destination) => Idle.Predict(features, destination);

        public IReadOnlyList<NamedTensor> ComputeGradients(TrainingData data, ReadOnlySpan<int> rows, bool training) =>
            Idle.ComputeGradients(data, rows, training);

        public IReadOnlyList<NamedTensor> GetWeights() => Idle.GetWeights();

        public bool IsFinite() => Idle.IsFinite();

        public OptimizerState GetOptimizerState() => Idle.GetOptimizerState();

        public void SetOptimizerState(OptimizerState state) => Idle.SetOptimizerState(state);

        public void Dispose() => _inner.Dispose();

        // The session while no step is begun and not ended.
        private ITrainingSession Idle
        {
            get
            {
                Assert.Empty(_begun);
                return _inner;
            }
        }
    }

    private int Delay => delay;
}
