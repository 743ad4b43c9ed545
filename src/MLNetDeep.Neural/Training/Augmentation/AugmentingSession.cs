namespace MLNetDeep.Neural.Training;

/// <summary>A session whose steps train on changed pictures. Everything else uses the pictures as they are.</summary>
/// <remarks>The changes follow from the seed, the number of steps taken and the row alone.</remarks>
internal sealed class AugmentingSession : ITrainingSession
{
    private readonly ITrainingSession _session;
    private readonly PictureAugmenter _augmenter;
    private readonly int _seed;
    private long _steps;

    // The data of the last step as they are, and with changed pictures.
    private TrainingData? _original;
    private TrainingData? _augmented;

    private AugmentingSession(ITrainingSession session, PictureAugmenter augmenter, int seed)
    {
        _session = session;
        _augmenter = augmenter;
        _seed = seed;
    }

    /// <summary>Returns the session, or if the options have an augmentation, one that takes its steps on changed pictures.</summary>
    public static ITrainingSession Wrap(ITrainingSession session, NetworkSpec spec, FitOptions options) => options.Augmentation is { } augmentation
        ? new AugmentingSession(session, new PictureAugmenter(augmentation, PictureShape.From(spec.InputShape)), options.Seed)
        : session;

    public double LearningRateFactor
    {
        get => _session.LearningRateFactor;
        set => _session.LearningRateFactor = value;
    }

    public int ResultDelay => _session.ResultDelay;

    public EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows)
    {
        EvaluationResult result = _session.Step(Augment(data, rows, _steps), rows);
        _steps += double.IsFinite(result.LossSum) ? 1 : 0;
        return result;
    }

    public void BeginStep(TrainingData data, ReadOnlySpan<int> rows)
    {
        _session.BeginStep(Augment(data, rows, _steps), rows);
        _steps++;
    }

    public EvaluationResult EndStep()
    {
        EvaluationResult result = _session.EndStep();
        if (!double.IsFinite(result.LossSum))
        {
            _steps = _session.GetOptimizerState().Steps;
        }

        return result;
    }

    public void PrepareData(TrainingData data) => _session.PrepareData(data);

    public void Announce(TrainingData data, ReadOnlySpan<int> rows) => _session.Announce(Augment(data, rows, _steps + 1), rows);

    public EvaluationResult Evaluate(TrainingData data) => _session.Evaluate(data);

    public EvaluationResult Evaluate(TrainingData data, ReadOnlySpan<int> rows) => _session.Evaluate(data, rows);

    public void Predict(FeatureMatrix features, Span<float> destination) => _session.Predict(features, destination);

    public IReadOnlyList<NamedTensor> ComputeGradients(TrainingData data, ReadOnlySpan<int> rows, bool training) =>
        _session.ComputeGradients(training ? Augment(data, rows, _steps) : data, rows, training);

    public IReadOnlyList<NamedTensor> GetWeights() => _session.GetWeights();

    public bool IsFinite() => _session.IsFinite();

    public OptimizerState GetOptimizerState() => _session.GetOptimizerState();

    public void SetOptimizerState(OptimizerState state)
    {
        _session.SetOptimizerState(state);
        _steps = state.Steps;
    }

    public void Dispose() => _session.Dispose();

    private TrainingData Augment(TrainingData data, ReadOnlySpan<int> rows, long step)
    {
        if (!ReferenceEquals(data, _original))
        {
            if (!data.Features.RowLengths.IsEmpty)
            {
                throw new ArgumentException(
                    $"{nameof(FitOptions.Augmentation)} changes pictures; the rows are sequences with lengths.", nameof(FitOptions.Augmentation));
            }

            _augmented = new TrainingData(new AugmentedFeatures(data.Features, _augmenter, _seed), data.Targets, data.Weights);
            _original = data;
        }

        ((AugmentedFeatures)_augmented!.Features).Begin(rows, step);
        return _augmented;
    }
}
