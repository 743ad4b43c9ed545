using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>A training session of <see cref="SoftmaxBackend"/>.</summary>
internal sealed class SoftmaxSession(SoftmaxModel model, FitOptions options, Action onDispose) : ITrainingSession
{
    private readonly Queue<EvaluationResult> _results = new();
    private bool _hasFailed;
    private long _steps;
    private bool _isDisposed;

    public double LearningRateFactor { get; set; } = 1;

    public int ResultDelay => 2;

    public EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows)
    {
        double[][] gradient = model.CreateGradient();
        EvaluationResult result = model.Evaluate(data, rows, ClassWeight, gradient);
        if (double.IsFinite(result.LossSum))
        {
            model.Update(gradient, options.Optimizer.RateAt(_steps) * LearningRateFactor);
            _steps++;
        }

        return result;
    }

    // Steps that are begun after one that failed are dropped, since EndStep has not told of it yet.
    public void BeginStep(TrainingData data, ReadOnlySpan<int> rows)
    {
        EvaluationResult result = _hasFailed ? default : Step(data, rows);
        _hasFailed |= !double.IsFinite(result.LossSum);
        _results.Enqueue(result);
    }

    public EvaluationResult EndStep()
    {
        EvaluationResult result = _results.Dequeue();
        if (!double.IsFinite(result.LossSum))
        {
            _results.Clear();
            _hasFailed = false;
        }

        return result;
    }

    public EvaluationResult Evaluate(TrainingData data) => model.Evaluate(data, [.. Enumerable.Range(0, data.RowCount)], _ => 1);

    public void Predict(FeatureMatrix features, Span<float> destination) => SoftmaxScorer.Predict(model, features, logits: false, destination);

    public IReadOnlyList<NamedTensor> ComputeGradients(TrainingData data, ReadOnlySpan<int> rows, bool training)
    {
        double[][] gradient = model.CreateGradient();
        model.Evaluate(data, rows, training ? ClassWeight : _ => 1, gradient);
        return model.Tensors(gradient);
    }

    public IReadOnlyList<NamedTensor> GetWeights() => model.Weights;

    public OptimizerState GetOptimizerState() => new(_steps, []);

    public void SetOptimizerState(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Tensors.Count > 0)
        {
            throw new ArgumentException($"The state has {state.Tensors.Count} tensors; {options.Optimizer} has none.", nameof(state));
        }

        _steps = state.Steps;
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            onDispose();
        }
    }

    private float ClassWeight(int label) => label < options.ClassWeights.Length ? options.ClassWeights[label] : 1;
}
