using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>Scores rows that were read ahead, all of a batch in one call when the first score is asked for.</summary>
internal sealed class RowBatchScorer : IRowBatch
{
    private readonly NetworkTask _task;
    private readonly FeatureReader _features;
    private readonly Predictor _predictor;
    private readonly FeatureMatrixBuilder _rows;
    private readonly float[] _scores;

    // What reading the last row of the batch threw; a batch ends with such a row.
    private ExceptionDispatchInfo? _failure;
    private bool _isScored;

    /// <param name="task">Makes columns of scores.</param>
    /// <param name="input">The cursor that rows are read from.</param>
    /// <param name="features">Its column of features.</param>
    /// <param name="predictor">Computes the scores.</param>
    public RowBatchScorer(NetworkTask task, DataViewRow input, DataViewSchema.Column features, Predictor predictor)
    {
        _task = task;
        _features = new FeatureReader(input, features);
        _predictor = predictor;
        _rows = new FeatureMatrixBuilder(predictor.InputSize, predictor.PreferredBatch);
        _scores = new float[predictor.PreferredBatch * predictor.OutputSize];
    }

    public void Clear()
    {
        _rows.Clear();
        _failure = null;
        _isScored = false;
    }

    public bool Read()
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
        if (_features.Bytes is { } bytes)
        {
            _rows.AddBytes(bytes.Read(), bytes.Scale);
            return;
        }

        ref readonly VBuffer<float> row = ref _features.Read();
        if (row.IsDense)
        {
            _rows.Add(row.GetValues());
        }
        else
        {
            _rows.Add(row.GetIndices(), row.GetValues());
        }
    }
}
