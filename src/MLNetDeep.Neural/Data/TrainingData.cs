using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural;

/// <summary>Rows to train or evaluate on: features, a target for each row, and optionally a weight for each row.</summary>
/// <example>
/// <code>
/// TrainingData digits = new(new ByteFeatures(pixels, 784), labels);
/// TrainingData curve = new(new DenseFeatures(x, 1), new DenseTargets(y));
/// </code>
/// </example>
public sealed class TrainingData
{
    /// <summary>Combines features and targets. The arrays are not copied and must not change while in use.</summary>
    /// <param name="features">The inputs.</param>
    /// <param name="targets">The target of each row.</param>
    /// <param name="weights">The weight of each row in the loss: finite, 0 or more. Default (empty): every row has the weight 1.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a weight is not accepted.</exception>
    public TrainingData(FeatureMatrix features, Targets targets, ReadOnlyMemory<float> weights = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(targets);
        Features = features;
        Targets = targets;
        Weights = weights;
        if (targets.RowCount != features.RowCount)
        {
            string kind = targets is ClassTargets ? "labels" : "targets";
            throw new ArgumentException($"There are {targets.RowCount} {kind} for {features.RowCount} rows.", nameof(targets));
        }

        if (!weights.IsEmpty && weights.Length != features.RowCount)
        {
            throw new ArgumentException($"There are {weights.Length} weights for {features.RowCount} rows.", nameof(weights));
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

    /// <summary>Combines features and class labels. The arrays are not copied and must not change while in use.</summary>
    /// <param name="features">The inputs.</param>
    /// <param name="labels">The class of each row, counted from 0.</param>
    /// <param name="weights">The weight of each row in the loss: finite, 0 or more. Default (empty): every row has the weight 1.</param>
    /// <exception cref="ArgumentException">The lengths differ, a label is negative, or a weight is not accepted.</exception>
    [OverloadResolutionPriority(1)]
    public TrainingData(FeatureMatrix features, ReadOnlyMemory<int> labels, ReadOnlyMemory<float> weights = default)
        : this(features, new ClassTargets(labels), weights)
    {
    }

    private TrainingData(TrainingData whole, int first, int count)
    {
        Features = whole.Features.Slice(first, count);
        Targets = whole.Targets.Slice(first, count);
        Weights = whole.Weights.IsEmpty ? default : whole.Weights.Slice(first, count);
    }

    /// <summary>The inputs.</summary>
    public FeatureMatrix Features { get; }

    /// <summary>The target of each row.</summary>
    public Targets Targets { get; }

    /// <summary>The class of each row if the targets are <see cref="ClassTargets"/>; otherwise empty.</summary>
    public ReadOnlyMemory<int> Labels => (Targets as ClassTargets)?.Labels ?? default;

    /// <summary>The weight of each row in the loss; empty if all are 1.</summary>
    public ReadOnlyMemory<float> Weights { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => Features.RowCount;

    /// <summary>Returns a range of the rows, without copying them.</summary>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the rows.</exception>
    public TrainingData Slice(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, RowCount - first);
        return new TrainingData(this, first, count);
    }

    /// <summary>Returns copies of some rows, in the given order.</summary>
    internal TrainingData Select(int[] rows)
    {
        float[] weights = Weights.IsEmpty ? [] : Array.ConvertAll(rows, row => Weights.Span[row]);
        return new TrainingData(Features.Select(rows), Targets.Select(rows), weights);
    }

    /// <summary>Throws if the data do not fit a network and a loss.</summary>
    /// <exception cref="ArgumentException">
    /// The features have the wrong kind, width or number of positions, or the targets do not fit the network's outputs or the loss.
    /// </exception>
    internal void Check(NetworkSpec spec, LossSpec loss, string name)
    {
        if (Features.Kind != spec.InputKind)
        {
            throw new ArgumentException(
                Features.Kind == FeatureKind.Indices
                    ? $"{name} has indices; the network takes numbers."
                    : $"{name} has numbers; the network takes indices: use IndexFeatures.",
                name);
        }

        if (spec.FindIndexProblem(Features) is { } problem)
        {
            throw new ArgumentException($"{name}: {problem}", name);
        }

        if (Features.ColumnCount != spec.InputSize)
        {
            throw new ArgumentException($"{name} has {Features.ColumnCount} columns; the network takes {spec.InputSize}.", name);
        }

        if (!Features.RowLengths.IsEmpty && Features.PositionCount != spec.InputShape[0])
        {
            throw new ArgumentException(
                $"{name} has row lengths of up to {Features.PositionCount} positions; the network takes {spec.InputShape[0]}.", name);
        }

        loss.CheckTargets(spec, Targets, name);
    }
}
