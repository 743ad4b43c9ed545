namespace MLNetDeep.Neural.Tests.Support;

/// <summary>Passes all calls on to another session.</summary>
internal abstract class WrappedSession(ITrainingSession inner) : ITrainingSession
{
    public double LearningRateFactor
    {
        get => inner.LearningRateFactor;
        set => inner.LearningRateFactor = value;
    }

    public int ResultDelay => inner.ResultDelay;

    public virtual EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows) => inner.Step(data, rows);

    public void BeginStep(TrainingData data, ReadOnlySpan<int> rows) => inner.BeginStep(data, rows);

    public EvaluationResult EndStep() => inner.EndStep();

    public virtual void PrepareData(TrainingData data) => inner.PrepareData(data);

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
