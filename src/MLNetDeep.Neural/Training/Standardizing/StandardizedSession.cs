using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural.Training;

/// <summary>
/// A session that trains on standardized features and targets. Its callers pass and get numbers as they are: weights, outputs, losses and
/// errors are converted.
/// </summary>
internal sealed class StandardizedSession : ITrainingSession
{
    // Converting weights to the other scale and back changes their last bits. The optimizer's state therefore holds the weights
    // as they are trained, so that a resumed training is exact.
    private const string WeightPrefix = "standardized.";

    private readonly Func<IReadOnlyList<NamedTensor>, ITrainingSession> _create;
    private readonly Standardization _standardization;
    private ITrainingSession _session;

    // The standardized rows of data that do not change, by the original data.
    private readonly Dictionary<TrainingData, StandardizedRows> _preparedRows = [];

    // Of other data, the rows of the last batch, and those that were evaluated last.
    private StandardizedRows? _batchRows;
    private StandardizedRows? _evaluatedRows;

    /// <summary>Creates the session.</summary>
    /// <param name="create">Creates a session on the backend from weights.</param>
    /// <param name="standardization">The scales.</param>
    /// <param name="weights">The weights to start from, for standardized numbers.</param>
    public StandardizedSession(
        Func<IReadOnlyList<NamedTensor>, ITrainingSession> create, Standardization standardization, IReadOnlyList<NamedTensor> weights)
    {
        _create = create;
        _standardization = standardization;
        _session = create(weights);
    }

    public double LearningRateFactor
    {
        get => _session.LearningRateFactor;
        set => _session.LearningRateFactor = value;
    }

    public int ResultDelay => _session.ResultDelay;

    public EvaluationResult Step(TrainingData data, ReadOnlySpan<int> rows) =>
        _standardization.ToTargetUnits(_session.Step(Standardize(data, rows), rows));

    public void BeginStep(TrainingData data, ReadOnlySpan<int> rows) => _session.BeginStep(Standardize(data, rows), rows);

    public EvaluationResult EndStep() => _standardization.ToTargetUnits(_session.EndStep());

    public void PrepareData(TrainingData data)
    {
        StandardizedRows rows = _standardization.Apply(data);
        rows.Refresh();
        _preparedRows[data] = rows;
        _session.PrepareData(rows.Data);
    }

    public void Announce(TrainingData data, ReadOnlySpan<int> rows) => _session.Announce(Standardize(data, rows), rows);

    public void SetPositions(ReadOnlySpan<int> positions) => _session.SetPositions(positions);

    // The scales are the same in every rank, so averages of the weights as they are trained are averages. Results only add up.
    public EvaluationResult AverageWeights(IGradientExchange exchange, EvaluationResult result) => _session.AverageWeights(exchange, result);

    public EvaluationResult Evaluate(TrainingData data) => _standardization.ToTargetUnits(_session.Evaluate(Standardize(data)));

    public EvaluationResult Evaluate(TrainingData data, ReadOnlySpan<int> rows) =>
        _standardization.ToTargetUnits(_session.Evaluate(Standardize(data, rows), rows));

    public void Predict(FeatureMatrix features, Span<float> destination)
    {
        _session.Predict(_standardization.Apply(features), destination);
        _standardization.ToTargetUnits(features, destination);
    }

    /// <summary>Computes the gradient with respect to the weights as they are trained: those for standardized numbers.</summary>
    public IReadOnlyList<NamedTensor> ComputeGradients(TrainingData data, ReadOnlySpan<int> rows, bool training) =>
        _session.ComputeGradients(Standardize(data), rows, training);

    public IReadOnlyList<NamedTensor> GetWeights() => _standardization.Fold(_session.GetWeights());

    public bool IsFinite() => _session.IsFinite() && GetWeights().All(tensor => tensor.IsFinite);

    public OptimizerState GetOptimizerState()
    {
        OptimizerState state = _session.GetOptimizerState();
        IEnumerable<NamedTensor> weights = _session.GetWeights().Select(tensor => Rename(tensor, WeightPrefix + tensor.Name));
        return state with { Tensors = [.. state.Tensors, .. weights, .. _standardization.ToTensors()] };
    }

    public void SetOptimizerState(OptimizerState state)
    {
        ILookup<bool, NamedTensor> tensors = state.Tensors.ToLookup(tensor => tensor.Name.StartsWith(WeightPrefix, StringComparison.Ordinal));
        HashSet<string> scales = [.. _standardization.ToTensors().Select(tensor => tensor.Name)];
        Dictionary<string, NamedTensor> weights = tensors[true].ToDictionary(tensor => tensor.Name[WeightPrefix.Length..]);
        NamedTensor[] start = [.. _session.GetWeights().Select(tensor => weights.TryGetValue(tensor.Name, out NamedTensor? saved)
            && ValueArrays.Equal(saved.Shape, tensor.Shape)
            ? Rename(saved, tensor.Name)
            : throw new InvalidDataException(
                $"The checkpoint is damaged: it has no {WeightPrefix}{tensor.Name} of the shape {Shapes.Text(tensor.Shape)}."))];
        double factor = _session.LearningRateFactor;

        // The device may have no room for two sessions.
        _session.Dispose();
        _session = _create(start);
        _session.LearningRateFactor = factor;
        foreach (StandardizedRows rows in _preparedRows.Values)
        {
            _session.PrepareData(rows.Data);
        }

        _session.SetOptimizerState(state with { Tensors = [.. tensors[false].Where(tensor => !scales.Contains(tensor.Name))] });
    }

    public void Dispose() => _session.Dispose();

    private static NamedTensor Rename(NamedTensor tensor, string name) => new(name, tensor.Shape, tensor.Values);

    private TrainingData Standardize(TrainingData data, ReadOnlySpan<int> rows)
    {
        if (_preparedRows.TryGetValue(data, out StandardizedRows? prepared))
        {
            return prepared.Data;
        }

        _batchRows = ReferenceEquals(_batchRows?.Original, data) ? _batchRows : _standardization.Apply(data);
        _batchRows.Refresh(rows);
        return _batchRows.Data;
    }

    private TrainingData Standardize(TrainingData data)
    {
        if (_preparedRows.TryGetValue(data, out StandardizedRows? prepared))
        {
            return prepared.Data;
        }

        _evaluatedRows = ReferenceEquals(_evaluatedRows?.Original, data) ? _evaluatedRows : _standardization.Apply(data);
        _evaluatedRows.Refresh();
        return _evaluatedRows.Data;
    }
}
