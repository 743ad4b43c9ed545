namespace MLNetDeep.Neural;

/// <summary>Rows to learn from or to be judged by: features, a class index for each row, and if wanted a weight for each row.</summary>
public sealed class TrainingData
{
    /// <summary>Puts features and labels together. The memory is kept, not copied, and must not change while in use.</summary>
    /// <param name="features">The inputs.</param>
    /// <param name="labels">The class of each row, counted from 0.</param>
    /// <param name="weights">How much each row counts: finite, 0 or more. Default (empty): 1 each.</param>
    /// <exception cref="ArgumentException">The lengths differ, a label is negative, or a weight is not accepted.</exception>
    public TrainingData(FeatureMatrix features, ReadOnlyMemory<int> labels, ReadOnlyMemory<float> weights = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        Features = features;
        Labels = labels;
        Weights = weights;
        if (labels.Length != features.RowCount)
        {
            throw new ArgumentException($"There are {labels.Length} labels for {features.RowCount} rows.", nameof(labels));
        }

        if (!weights.IsEmpty && weights.Length != features.RowCount)
        {
            throw new ArgumentException($"There are {weights.Length} weights for {features.RowCount} rows.", nameof(weights));
        }

        ReadOnlySpan<int> classes = labels.Span;
        for (int row = 0; row < classes.Length; row++)
        {
            LargestLabel = Math.Max(LargestLabel, classes[row]);
            if (classes[row] < 0)
            {
                throw new ArgumentException($"Row {row} has the label {classes[row]}; accepted: 0 or more.", nameof(labels));
            }
        }

        ReadOnlySpan<float> rowWeights = weights.Span;
        for (int row = 0; row < rowWeights.Length; row++)
        {
            if (!(rowWeights[row] >= 0 && float.IsFinite(rowWeights[row])))
            {
                throw new ArgumentException($"Row {row} has the weight {rowWeights[row]}; accepted: 0 or more, finite.", nameof(weights));
            }
        }
    }

    /// <summary>The inputs.</summary>
    public FeatureMatrix Features { get; }

    /// <summary>The class of each row.</summary>
    public ReadOnlyMemory<int> Labels { get; }

    /// <summary>How much each row counts; empty when all count 1.</summary>
    public ReadOnlyMemory<float> Weights { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => Features.RowCount;

    internal int LargestLabel { get; } = -1;

    /// <summary>Refuses data that do not fit a network.</summary>
    /// <exception cref="ArgumentException">The features have another width, or a label has no output.</exception>
    internal void Check(NetworkSpec spec, string name)
    {
        if (Features.ColumnCount != spec.InputSize)
        {
            throw new ArgumentException($"{name} has {Features.ColumnCount} columns; the network takes {spec.InputSize}.", name);
        }

        if (LargestLabel >= spec.OutputSize)
        {
            throw new ArgumentException($"{name} has the label {LargestLabel}; the network gives {spec.OutputSize} classes, from 0.", name);
        }
    }
}
