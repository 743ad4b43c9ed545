using MLNetDeep.Neural;

namespace MLNetDeep.Samples.AotScoring;

/// <summary>Scores single rows with a network.</summary>
/// <param name="network">The network.</param>
/// <param name="scale">The number that each value is multiplied by.</param>
internal sealed class RowScorer(Network network, float scale) : IDisposable
{
    private readonly Predictor _predictor = network.CreatePredictor();
    private readonly float[] _scores = new float[network.Spec.OutputSize];

    /// <summary>Scores a row. The result is the same array for all rows.</summary>
    /// <exception cref="ArgumentException">The row has another length than the network takes, or values that are no indices.</exception>
    public ReadOnlySpan<float> Score(float[] row)
    {
        NetworkSpec spec = network.Spec;
        if (spec.IndexCount is { } indexCount)
        {
            _predictor.Predict(new IndexFeatures(Indices(row), spec.InputSize, indexCount, new[] { row.Length }), _scores);
            return _scores;
        }

        if (row.Length != spec.InputSize)
        {
            throw new ArgumentException($"{row.Length} values; the network takes {spec.InputSize}.");
        }

        for (int i = 0; i < row.Length && scale != 1; i++)
        {
            row[i] *= scale;
        }

        _predictor.Predict(row, _scores);
        return _scores;
    }

    public void Dispose() => _predictor.Dispose();

    // Rows of indices may be shorter than the network's input: the rest is padding.
    private int[] Indices(float[] row)
    {
        int size = network.Spec.InputSize;
        if (row.Length > size)
        {
            throw new ArgumentException($"{row.Length} indices; the network takes up to {size}.");
        }

        int[] indices = new int[size];
        for (int i = 0; i < row.Length; i++)
        {
            indices[i] = (int)row[i] == row[i] ? (int)row[i] : throw new ArgumentException($"{row[i]} is not an index, but the network takes indices.");
        }

        return indices;
    }
}
