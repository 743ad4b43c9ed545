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
        int batchSize = layers.Capacity;
        EvaluationResult result = default;
        for (int first = 0; first < data.RowCount; first += batchSize)
        {
            ReadOnlySpan<int> rows = _rows.Range(first, Math.Min(batchSize, data.RowCount - first));
            layers.Forward(data.Features, rows, step: null);
            result += loss.Compute(data, rows, layers.Output, layers.Output, training: false);
        }

        GC.KeepAlive(this);
        return penalties.AddTo(result);
    }
}
