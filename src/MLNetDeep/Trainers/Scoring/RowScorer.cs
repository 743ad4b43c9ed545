using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Computes the scores of a cursor's current row, once for all prediction columns.</summary>
internal sealed class RowScorer
{
    private readonly DataViewRow _row;

    // For numbers.
    private readonly FeatureReader? _features;

    // For indices.
    private readonly IndexReader? _indices;
    private readonly FeatureRows? _current;
    private readonly Predictor _predictor;
    private readonly float[] _scores;
    private long _scoredPosition = -1;

    /// <param name="row">The row.</param>
    /// <param name="features">The feature column of <paramref name="row"/>.</param>
    /// <param name="planes">How many planes of a row must be interleaved; 1 if rows are in the network's order.</param>
    /// <param name="spec">The network.</param>
    /// <param name="predictor">Computes the scores.</param>
    public RowScorer(DataViewRow row, DataViewSchema.Column features, int planes, NetworkSpec spec, Predictor predictor)
    {
        _row = row;
        if (spec.InputKind == FeatureKind.Indices)
        {
            _indices = IndexColumn.Find(row.Schema, features.Name).CreateReader(row);
            _current = new FeatureRows(spec, rowCount: 1);
        }
        else
        {
            _features = new FeatureReader(row, features, planes);
        }

        _predictor = predictor;
        _scores = new float[predictor.OutputSize];
    }

    /// <summary>Returns the scores. The span is valid until the next call.</summary>
    public ReadOnlySpan<float> Scores()
    {
        // Without a position, a change of row cannot be detected, so the scores are computed each time.
        if (_row.Position < 0 || _row.Position != _scoredPosition)
        {
            if (_features is null)
            {
                ScoreIndices();
            }
            else
            {
                ScoreNumbers(_features);
            }

            _scoredPosition = _row.Position;
        }

        return _scores;
    }

    private void ScoreIndices()
    {
        _current!.Clear();
        _current.AddIndices(_indices!);
        _predictor.Predict(_current.ToMatrix(), _scores);
    }

    private void ScoreNumbers(FeatureReader reader)
    {
        ref readonly VBuffer<float> features = ref reader.Read();
        if (features.IsDense)
        {
            _predictor.Predict(features.GetValues(), _scores);
        }
        else
        {
            _predictor.Predict(features.GetIndices(), features.GetValues(), _scores);
        }
    }
}
