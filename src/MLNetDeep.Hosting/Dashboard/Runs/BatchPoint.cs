using MLNetDeep.Neural;

namespace MLNetDeep.Hosting;

/// <summary>The loss of one batch, or of several successive batches.</summary>
/// <param name="Batch">The number of batches up to the last of them, since the first epoch began.</param>
/// <param name="LossSum">See <see cref="EvaluationResult.LossSum"/>.</param>
/// <param name="RowCount">The number of their rows.</param>
/// <param name="LearningRate">The learning rate of the last one.</param>
internal readonly record struct BatchPoint(long Batch, double LossSum, long RowCount, double LearningRate)
{
    /// <summary>The mean loss over the rows.</summary>
    public double Loss => LossSum / RowCount;

    /// <summary>Makes one point of two successive ones.</summary>
    public static BatchPoint Merge(BatchPoint first, BatchPoint second) =>
        new(second.Batch, first.LossSum + second.LossSum, first.RowCount + second.RowCount, second.LearningRate);
}
