namespace MLNetDeep.Neural.Cpu;

/// <summary>Computes the loss and metrics of a network on data, batch by batch, with penalties.</summary>
/// <param name="layers">The layers.</param>
/// <param name="loss">The loss.</param>
/// <param name="penalties">The penalties on the weights.</param>
internal sealed class CpuEvaluator(LayerStack layers, CpuLoss loss, Penalties penalties)
{
    private readonly ConsecutiveRows _rows = new();

    /// <summary>The result on all rows, in inference.</summary>
    public EvaluationResult Evaluate(TrainingData data)
    {
        int batch = layers.Capacity;
        EvaluationResult result = default;
        for (int first = 0; first < data.RowCount; first += batch)
        {
            ReadOnlySpan<int> rows = _rows.Of(first, Math.Min(batch, data.RowCount - first));
            layers.Forward(data.Features, rows, step: null);
            result += loss.Compute(data, rows, layers.Output, layers.Output, training: false);
        }

        GC.KeepAlive(this);
        return penalties.AddTo(result);
    }
}
