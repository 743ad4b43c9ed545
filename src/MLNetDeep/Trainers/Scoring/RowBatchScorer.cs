using System.Runtime.ExceptionServices;
using Microsoft.ML;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>Scores rows that were read ahead: the first request for a score computes the whole batch in one call.</summary>
internal sealed class RowBatchScorer : IRowBatch
{
    private readonly NetworkTask _task;

    // One of them is null: a network takes numbers or indices.
    private readonly FeatureReader? _features;
    private readonly IndexReader? _indices;
    private readonly Predictor _predictor;
    private readonly FeatureRows _rows;
    private readonly float[] _scores;

    // The exception from reading a row. That row is not in _rows; it follows them, at position _rows.RowCount of the batch.
    private ExceptionDispatchInfo? _failure;
    private bool _isScored;

    /// <param name="task">Creates the getters of the prediction columns.</param>
    /// <param name="input">The cursor from which rows are read.</param>
    /// <param name="features">The feature column of <paramref name="input"/>.</param>
    /// <param name="planes">How many planes of a row must be interleaved; 1 if rows are in the network's order.</param>
    /// <param name="spec">The network.</param>
    /// <param name="predictor">Computes the scores; disposed with the batch.</param>
    /// <param name="maxRows">The largest number of rows in the batch.</param>
    public RowBatchScorer(
        NetworkTask task, DataViewRow input, DataViewSchema.Column features, int planes, NetworkSpec spec, Predictor predictor, int maxRows)
    {
        _task = task;
        if (spec.InputKind == FeatureKind.Indices)
        {
            _indices = IndexColumn.Find(input.Schema, features.Name).CreateReader(input);
        }
        else
        {
            _features = new FeatureReader(input, features, planes);
        }

        _predictor = predictor;
        _rows = new FeatureRows(spec, maxRows);
        _scores = new float[maxRows * predictor.OutputSize];
    }

    public void Clear()
    {
        _rows.Clear();
        _failure = null;
        _isScored = false;
    }

    public bool TryAppend()
    {
        try
        {
            Add();
            return true;
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
            return false;
        }
    }

    public Delegate?[] CreateGetters(ReadOnlySpan<bool> active, Func<int> current)
    {
        Delegate?[] getters = new Delegate?[active.Length];
        for (int i = 0; i < getters.Length; i++)
        {
            getters[i] = active[i] ? _task.CreateGetter(i, () => Scores(current())) : null;
        }

        return getters;
    }

    public void Dispose() => _predictor.Dispose();

    private ReadOnlySpan<float> Scores(int slot)
    {
        if (slot == _rows.RowCount)
        {
            _failure!.Throw();
        }

        if (!_isScored)
        {
            _predictor.Predict(_rows.ToMatrix(), _scores);
            _isScored = true;
        }

        return _scores.AsSpan(slot * _predictor.OutputSize, _predictor.OutputSize);
    }

    private void Add()
    {
        if (_features is null)
        {
            _rows.AddIndices(_indices!);
        }
        else if (_features.Bytes is { } bytes)
        {
            _rows.AddBytes(bytes.Read(), bytes.Scale);
        }
        else
        {
            _rows.Add(_features.Read());
        }
    }
}
