using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;
using MLNetDeep.Rows;

namespace MLNetDeep.Trainers;

/// <summary>Computes the scores of a cursor's current row, once for all prediction columns.</summary>
internal sealed class RowScorer
{
    private readonly DataViewRow _row;
    private readonly VectorReader<float> _features;
    private readonly Predictor _predictor;
    private readonly float[] _scores;
    private long _scoredPosition = -1;

    /// <param name="row">The row.</param>
    /// <param name="features">The feature column of <paramref name="row"/>.</param>
    /// <param name="predictor">Computes the scores.</param>
    public RowScorer(DataViewRow row, DataViewSchema.Column features, Predictor predictor)
    {
        _row = row;
        _features = new VectorReader<float>(row, features);
        _predictor = predictor;
        _scores = new float[predictor.OutputSize];
    }

    /// <summary>Returns the scores. The span is valid until the next call.</summary>
    public ReadOnlySpan<float> Scores()
    {
        // Without a position, a change of row cannot be detected, so the scores are computed each time.
        if (_row.Position < 0 || _row.Position != _scoredPosition)
        {
            ref readonly VBuffer<float> features = ref _features.Read();
            if (features.IsDense)
            {
                _predictor.Predict(features.GetValues(), _scores);
            }
            else
            {
                _predictor.Predict(features.GetIndices(), features.GetValues(), _scores);
            }

            _scoredPosition = _row.Position;
        }

        return _scores;
    }
}
