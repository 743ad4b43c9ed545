namespace MLNetDeep.Neural.Cpu;

/// <summary>Computes a network's loss, including penalties, and its metrics on a data set, batch by batch.</summary>
/// <param name="layers">The layers.</param>
/// <param name="loss">The loss.</param>
/// <param name="penalties">The penalties on the weights.</param>
internal sealed class CpuEvaluator(LayerStack layers, CpuLoss loss, Penalties penalties)
{
    private readonly ConsecutiveRows _rows = new();

    /// <summary>Evaluates all rows in inference mode.</summary>
    public EvaluationResult Evaluate(TrainingData data)
    {
        int batchSize = layers.BatchSize;
        EvaluationResult result = default;
        for (int first = 0; first < data.RowCount; first += Math.Min(batchSize, data.RowCount - first))
        {
            result += EvaluateBatch(data, _rows.Range(first, Math.Min(batchSize, data.RowCount - first)));
        }

        GC.KeepAlive(this);
        return penalties.AddTo(result);
    }

    /// <summary>Evaluates some rows in inference mode.</summary>
    public EvaluationResult Evaluate(TrainingData data, ReadOnlySpan<int> rows)
    {
        EvaluationResult result = default;
        while (!rows.IsEmpty)
        {
            int count = Math.Min(layers.BatchSize, rows.Length);
            result += EvaluateBatch(data, rows[..count]);
            rows = rows[count..];
        }

        GC.KeepAlive(this);
        return penalties.AddTo(result);
    }

    private EvaluationResult EvaluateBatch(TrainingData data, ReadOnlySpan<int> rows)
    {
        layers.Forward(data.Features, rows, step: null);
        return loss.Compute(data, rows, layers.Output, layers.Output, training: false);
    }
}
