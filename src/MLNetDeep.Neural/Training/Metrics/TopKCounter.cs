namespace MLNetDeep.Neural.Training;

/// <summary>Counts the rows whose class is among the k highest outputs: see <see cref="MetricValues.TopKAccuracy"/>.</summary>
internal sealed class TopKCounter(Targets targets, int k) : MetricAccumulator
{
    private long _hits;

    public double Accuracy => (double)_hits / targets.RowCount;

    public override void Add(int row, ReadOnlySpan<float> outputs)
    {
        int label = targets.ClassOf(row), rank = 0;
        float output = outputs[label];
        for (int i = 0; i < outputs.Length; i++)
        {
            rank += outputs[i] > output || (outputs[i] == output && i < label) ? 1 : 0;
        }

        _hits += rank < k ? 1 : 0;
    }

    public override void Combine(IGradientExchange exchange)
    {
        long[] hits = [_hits];
        Sum(exchange, hits);
        _hits = hits[0];
    }
}
