namespace MLNetDeep.Neural.Tests.Support;

/// <summary>
/// A backend that computes nothing: the result of its n-th step, and of each evaluation after it, has the n-th loss and, as accuracy,
/// 1 / that loss. It keeps the learning rate's factor.
/// </summary>
internal sealed class ScriptedLosses(double[] losses) : TestBackend
{
    public override string Name => "scripted losses";

    public override ITrainingSession CreateSession(NetworkSpec spec, IReadOnlyList<NamedTensor> weights, FitOptions options) =>
        new Session(losses, weights);

    private sealed class Session(double[] losses, IReadOnlyList<NamedTensor> weights) : ITrainingSession
    {
        private int _steps;

        public double LearningRateFactor { get; set; } = 1;

        private EvaluationResult Result => new(losses[_steps - 1], 60, 1, (long)(60 * losses[_steps - 1]), 0);

        public EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows)
        {
            _steps++;
            return Result;
        }

        public EvaluationResult Evaluate(TrainingData data) => Result;

        public void Predict(FeatureMatrix features, Span<float> destination) => throw new NotSupportedException();

        public IReadOnlyList<NamedTensor> ComputeGradients(TrainingData data, ReadOnlySpan<int> rows, bool training) => throw new NotSupportedException();

        public IReadOnlyList<NamedTensor> GetWeights() => weights;

        public OptimizerState GetOptimizerState() => new(_steps, []);

        public void SetOptimizerState(OptimizerState state)
        {
        }

        public void Dispose()
        {
        }
    }
}
