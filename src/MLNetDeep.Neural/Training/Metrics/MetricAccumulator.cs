namespace MLNetDeep.Neural.Training;

/// <summary>Gathers what a metric needs, row by row.</summary>
internal abstract class MetricAccumulator
{
    /// <summary>Adds the outputs of a row.</summary>
    /// <param name="row">The row within the data.</param>
    /// <param name="outputs">The network's outputs for the row.</param>
    public abstract void Add(int row, ReadOnlySpan<float> outputs);
}
