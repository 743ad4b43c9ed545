using Microsoft.ML;
using Microsoft.ML.Data;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>The outputs of a network for the row on which a cursor stands, computed once for all columns that need them.</summary>
internal sealed class RowScorer
{
    private readonly DataViewRow _row;
    private readonly ValueGetter<VBuffer<float>> _getFeatures;
    private readonly Predictor _predictor;
    private readonly float[] _scores;
    private VBuffer<float> _features;
    private long _scoredPosition = -1;

    /// <param name="row">The row.</param>
    /// <param name="features">Its column of features.</param>
    /// <param name="network">The network.</param>
    /// <param name="logits">Whether the outputs are logits instead of probabilities.</param>
    public RowScorer(DataViewRow row, DataViewSchema.Column features, Network network, bool logits = false)
    {
        _row = row;
        _getFeatures = row.GetGetter<VBuffer<float>>(features);
        _predictor = network.CreatePredictor(logits: logits);
        _scores = new float[network.Spec.OutputSize];
    }

    /// <summary>The outputs; they stay valid until the next call.</summary>
    public ReadOnlySpan<float> Scores()
    {
        // A row that has no position may change without a sign of it.
        if (_row.Position < 0 || _row.Position != _scoredPosition)
        {
            _getFeatures(ref _features);
            if (_features.IsDense)
            {
                _predictor.Predict(_features.GetValues(), _scores);
            }
            else
            {
                _predictor.Predict(_features.GetIndices(), _features.GetValues(), _scores);
            }

            _scoredPosition = _row.Position;
        }
        return _scores;
    }
}
