namespace MLNetDeep.Neural.Tests.Support;

/// <summary>The CPU backend until it breaks: the loss of each later step is NaN, and the step is not taken.</summary>
internal sealed class NotANumberBackend : TestBackend
{
    public bool IsBroken { get; set; }

    public override string Name => "not a number";

    public override ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options) =>
        new Session(this, CpuBackend.Instance.CreateSession(spec, weights, options));

    private sealed class Session(NotANumberBackend backend, ITrainingSession inner) : ITrainingSession
    {
        public double LearningRateFactor
        {
            get => inner.LearningRateFactor;
            set => inner.LearningRateFactor = value;
        }

        public EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows) =>
            backend.IsBroken ? new EvaluationResult(double.NaN, 0, rows.Length) : inner.Step(data, rows);

        public void Announce(TrainingData data, ReadOnlySpan<int> rows) => inner.Announce(data, rows);

        public EvaluationResult Evaluate(TrainingData data) => inner.Evaluate(data);

        public EvaluationResult Evaluate(TrainingData data, ReadOnlySpan<int> rows) => inner.Evaluate(data, rows);

        public void Predict(FeatureMatrix features, Span<float> destination) => inner.Predict(features, destination);

        public IReadOnlyList<NamedTensor> ComputeGradients(TrainingData data, ReadOnlySpan<int> rows, bool training) =>
            inner.ComputeGradients(data, rows, training);

        public IReadOnlyList<NamedTensor> GetWeights() => inner.GetWeights();

        public bool IsFinite() => inner.IsFinite();

        public OptimizerState GetOptimizerState() => inner.GetOptimizerState();

        public void SetOptimizerState(OptimizerState state) => inner.SetOptimizerState(state);

        public void Dispose() => inner.Dispose();
    }
}
