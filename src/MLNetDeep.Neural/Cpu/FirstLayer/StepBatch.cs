namespace MLNetDeep.Neural.Cpu;

/// <summary>The batch of a training step and, if known, the rows of the next batch.</summary>
/// <param name="data">The data.</param>
/// <param name="rows">The rows of the batch.</param>
/// <param name="nextRows">The rows of the next batch; empty if unknown.</param>
internal readonly ref struct StepBatch(TrainingData data, ReadOnlySpan<int> rows, ReadOnlySpan<int> nextRows)
{
    /// <summary>The data.</summary>
    public TrainingData Data { get; } = data;

    /// <summary>The rows of the batch.</summary>
    public ReadOnlySpan<int> Rows { get; } = rows;

    /// <summary>The rows of the next batch; empty if unknown.</summary>
    public ReadOnlySpan<int> NextRows { get; } = nextRows;
}
