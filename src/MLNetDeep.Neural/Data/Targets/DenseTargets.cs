using System.Numerics.Tensors;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// Numbers for each row, one per output of the network: values to predict, or class probabilities (one-hot, for instance).
/// </summary>
public sealed class DenseTargets : Targets
{
    /// <summary>Makes targets over <paramref name="values"/>, which are kept, not copied, and must not change while in use.</summary>
    /// <param name="values">Row after row; the length is a multiple of <paramref name="columnCount"/>. Finite.</param>
    /// <param name="columnCount">The number of values in a row. Default 1; accepted: 1 or more.</param>
    /// <exception cref="ArgumentException">The values do not make whole rows, or one is NaN or infinite.</exception>
    public DenseTargets(ReadOnlyMemory<float> values, int columnCount = 1)
        : base(values.Length / Guard.Accept(columnCount >= 1, columnCount, nameof(ColumnCount), "1 or more"))
    {
        if (values.Length % columnCount != 0)
        {
            throw new ArgumentException($"{values.Length} targets do not make whole rows of {columnCount} columns.", nameof(values));
        }

        Values = values;
        ColumnCount = columnCount;
        ReadOnlySpan<float> numbers = values.Span;
        for (int i = 0; i < numbers.Length; i++)
        {
            if (!float.IsFinite(numbers[i]))
            {
                throw new ArgumentException($"Row {i / columnCount} has the target {numbers[i]}; accepted: finite.", nameof(values));
            }
        }

        (Least, Largest) = numbers.IsEmpty ? (0, 0) : (TensorPrimitives.Min(numbers), TensorPrimitives.Max(numbers));
    }

    private DenseTargets(ReadOnlyMemory<float> values, DenseTargets whole)
        : base(values.Length / whole.ColumnCount)
    {
        Values = values;
        ColumnCount = whole.ColumnCount;
        (Least, Largest) = (whole.Least, whole.Largest);
    }

    /// <summary>The values, row after row.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>The number of values in a row; a network accepts rows of its <see cref="NetworkSpec.OutputSize"/>.</summary>
    public int ColumnCount { get; }

    internal float Least { get; }

    internal float Largest { get; }

    /// <summary>The values of one row, over the same memory.</summary>
    /// <param name="row">From 0 to <see cref="Targets.RowCount"/> - 1.</param>
    /// <returns><see cref="ColumnCount"/> values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> Row(int row)
    {
        RangeCheck.Row(row, RowCount);
        return Values.Span.Slice(row * ColumnCount, ColumnCount);
    }

    internal override Targets Slice(int first, int count) =>
        new DenseTargets(Values.Slice(first * ColumnCount, count * ColumnCount), this);

    /// <inheritdoc/>
    public override int ClassOf(int row)
    {
        ReadOnlySpan<float> values = Row(row);
        return values.Length == 1 ? (int)MathF.Round(values[0]) : TensorPrimitives.IndexOfMax(values);
    }
}
