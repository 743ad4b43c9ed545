namespace MLNetDeep.Neural.Training;

/// <summary>
/// Rows with standardized features and targets. Features are standardized when they are read. Targets are standardized by
/// <see cref="Refresh()"/>, which must be called before they are read: a stream may have filled the same arrays with other rows.
/// </summary>
internal sealed class StandardizedRows
{
    private readonly TargetScale? _scale;
    private readonly DenseTargets? _source;
    private readonly float[] _targets = [];

    /// <summary>Creates the rows.</summary>
    /// <param name="original">The rows as they are.</param>
    /// <param name="features">Their features, standardized when they are read.</param>
    /// <param name="targets">The scale of the targets; null if they stay as they are.</param>
    public StandardizedRows(TrainingData original, FeatureMatrix features, TargetScale? targets)
    {
        Original = original;
        _scale = targets;
        if (targets is not null)
        {
            _source = (DenseTargets)original.Targets;
            _targets = new float[_source.Values.Length];
        }

        Data = new TrainingData(features, _source is null ? original.Targets : new DenseTargets(_targets, _source.ColumnCount), original.Weights);
    }

    /// <summary>The rows as they are.</summary>
    public TrainingData Original { get; }

    /// <summary>The standardized rows.</summary>
    public TrainingData Data { get; }

    /// <summary>Standardizes the targets of all rows.</summary>
    public void Refresh() => _scale?.Apply(_source!.Values.Span, _targets);

    /// <summary>Standardizes the targets of some rows.</summary>
    public void Refresh(ReadOnlySpan<int> rows)
    {
        if (_scale is null)
        {
            return;
        }

        foreach (int row in rows)
        {
            _scale.Apply(_source!.Row(row), _targets.AsSpan(row * _source.ColumnCount, _source.ColumnCount));
        }
    }
}
