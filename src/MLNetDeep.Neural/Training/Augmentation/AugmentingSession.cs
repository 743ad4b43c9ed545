using System.Runtime.InteropServices;

namespace MLNetDeep.Neural.Training;

/// <summary>A session whose steps train on changed pictures. Everything else uses the pictures as they are.</summary>
/// <remarks>
/// The changes follow from the seed, the number of steps taken and the row alone. If the positions of the rows in the batch are set, they follow
/// from the position instead of the row: another rank may know the same row by another index.
/// </remarks>
internal sealed class AugmentingSession : ITrainingSession
{
    private readonly ITrainingSession _session;
    private readonly PictureAugmenter _augmenter;
    private readonly int _seed;
    private readonly List<int> _positions = [];
    private readonly List<int> _announcedRows = [];
    private bool _hasPositions;
    private TrainingData? _announcedData;
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
        EvaluationResult result = _session.Step(AugmentBatch(data, rows), rows);
        _steps += double.IsFinite(result.LossSum) ? 1 : 0;
        return result;
    }

    public void BeginStep(TrainingData data, ReadOnlySpan<int> rows)
    {
        _session.BeginStep(AugmentBatch(data, rows), rows);
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

    public void Announce(TrainingData data, ReadOnlySpan<int> rows)
    {
        Replace(_announcedRows, rows);
        _announcedData = data;
    }

    public void SetPositions(ReadOnlySpan<int> positions)
    {
        _session.SetPositions(positions);
        Replace(_positions, positions);
        _hasPositions = true;
    }

    public EvaluationResult AverageWeights(IGradientExchange exchange, EvaluationResult result) => _session.AverageWeights(exchange, result);

    public EvaluationResult Evaluate(TrainingData data) => _session.Evaluate(data);

    public EvaluationResult Evaluate(TrainingData data, ReadOnlySpan<int> rows) => _session.Evaluate(data, rows);

    public void Predict(FeatureMatrix features, Span<float> destination) => _session.Predict(features, destination);

    public IReadOnlyList<NamedTensor> ComputeGradients(TrainingData data, ReadOnlySpan<int> rows, bool training) =>
        _session.ComputeGradients(training ? Augment(data, rows, NumbersOf(rows), _steps) : data, rows, training);

    public IReadOnlyList<NamedTensor> GetWeights() => _session.GetWeights();

    public bool IsFinite() => _session.IsFinite();

    public OptimizerState GetOptimizerState() => _session.GetOptimizerState();

    public void SetOptimizerState(OptimizerState state)
    {
        _session.SetOptimizerState(state);
        _steps = state.Steps;
    }

    public void Dispose() => _session.Dispose();

    private static void Replace(List<int> list, ReadOnlySpan<int> values)
    {
        list.Clear();
        list.AddRange(values);
    }

    // The numbers from which the changes of the next step's rows are drawn.
    private ReadOnlySpan<int> NumbersOf(ReadOnlySpan<int> rows) =>
        _hasPositions && _positions.Count == rows.Length ? CollectionsMarshal.AsSpan(_positions) : rows;

    private TrainingData AugmentBatch(TrainingData data, ReadOnlySpan<int> rows)
    {
        // The positions of announced rows are not known yet: such rows are not changed ahead.
        if (_announcedData is { } announced && !_hasPositions)
        {
            ReadOnlySpan<int> next = CollectionsMarshal.AsSpan(_announcedRows);
            _session.Announce(Augment(announced, next, next, _steps + 1), next);
        }

        TrainingData augmented = Augment(data, rows, NumbersOf(rows), _steps);
        (_announcedData, _hasPositions) = (null, false);
        return augmented;
    }

    private TrainingData Augment(TrainingData data, ReadOnlySpan<int> rows, ReadOnlySpan<int> numbers, long step)
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

        ((AugmentedFeatures)_augmented!.Features).Begin(rows, numbers, step);
        return _augmented;
    }
}
