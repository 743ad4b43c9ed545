namespace MLNetDeep.Neural;

/// <summary>
/// Targets with one class per row, as a zero-based index. For <see cref="CategoricalCrossEntropy"/>, or with the classes 0 and 1 for
/// <see cref="BinaryCrossEntropy"/>.
/// </summary>
public sealed class ClassTargets : Targets
{
    /// <summary>Creates targets over <paramref name="labels"/>, which are not copied and must not change while in use.</summary>
    /// <param name="labels">The class of each row, counted from 0.</param>
    /// <exception cref="ArgumentException">A label is negative.</exception>
    public ClassTargets(ReadOnlyMemory<int> labels)
        : base(labels.Length)
    {
        Labels = labels;
        ReadOnlySpan<int> classes = labels.Span;
        for (int row = 0; row < classes.Length; row++)
        {
            LargestLabel = Math.Max(LargestLabel, classes[row]);
            if (classes[row] < 0)
            {
                throw new ArgumentException($"Row {row} has the label {classes[row]}; accepted: 0 or more.", nameof(labels));
            }
        }
    }

    private ClassTargets(ReadOnlyMemory<int> labels, int largestLabel)
        : base(labels.Length)
    {
        Labels = labels;
        LargestLabel = largestLabel;
    }

    /// <summary>The class of each row.</summary>
    public ReadOnlyMemory<int> Labels { get; }

    /// <summary>The largest label; -1 without rows. A slice keeps the largest label of the original targets.</summary>
    internal int LargestLabel { get; } = -1;

    internal override Targets Slice(int first, int count) => new ClassTargets(Labels.Slice(first, count), LargestLabel);

    internal override bool IsPositive(int row, int output) => Labels.Span[row] == 1;

    internal override Targets Select(int[] rows) => new ClassTargets(Array.ConvertAll(rows, row => Labels.Span[row]), LargestLabel);

    /// <inheritdoc/>
    public override int ClassOf(int row)
    {
        RangeCheck.Row(row, RowCount);
        return Labels.Span[row];
    }
}
