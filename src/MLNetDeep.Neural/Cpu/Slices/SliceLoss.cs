namespace MLNetDeep.Neural.Cpu;

/// <summary>Computes the loss of slices of a batch, and its gradient.</summary>
internal abstract class SliceLoss
{
    /// <summary>Creates the implementation of a loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="classWeights">See <see cref="CpuLoss.For"/>.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="rows">The largest number of rows of a slice.</param>
    public static SliceLoss For(LossSpec loss, IReadOnlyList<float> classWeights, int outputs, int rows) => loss is MeanSquaredError
        ? new SquaredSliceLoss(outputs, rows)
        : new RowSliceLoss(CpuLoss.For(loss, ThreadTeam.CallerOnly, classWeights), outputs, rows);

    /// <summary>Computes the loss and metrics, and the gradient of the batch's mean loss.</summary>
    /// <param name="data">The data with the targets and row weights.</param>
    /// <param name="rows">The rows of the slice.</param>
    /// <param name="padded">The number of rows that are computed. The gradient of those beyond <paramref name="rows"/> is set to 0.</param>
    /// <param name="batchRows">The number of rows of the batch.</param>
    /// <param name="output">The outputs.</param>
    /// <param name="gradient">Receives the gradient.</param>
    public abstract EvaluationResult Compute(
        TrainingData data, ReadOnlySpan<int> rows, int padded, int batchRows, SliceValues output, SliceValues gradient);
}
