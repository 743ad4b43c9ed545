namespace MLNetDeep.Neural.Cpu;

/// <summary>What a step is taken on.</summary>
/// <param name="data">The data.</param>
/// <param name="rows">The rows of the batch.</param>
/// <param name="nextRows">The rows of the batch after it; empty if they are not known.</param>
internal readonly ref struct StepBatch(TrainingData data, ReadOnlySpan<int> rows, ReadOnlySpan<int> nextRows)
{
    /// <summary>The data.</summary>
    public TrainingData Data { get; } = data;

    /// <summary>The rows of the batch.</summary>
    public ReadOnlySpan<int> Rows { get; } = rows;

    /// <summary>The rows of the batch after it; empty if they are not known.</summary>
    public ReadOnlySpan<int> NextRows { get; } = nextRows;
}
