using System.Numerics.Tensors;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// Targets with one number per network output: values to predict, or class probabilities such as one-hot rows.
/// </summary>
public sealed class DenseTargets : Targets
{
    /// <summary>Creates targets over <paramref name="values"/>, which are not copied and must not change while in use.</summary>
    /// <param name="values">The finite target values, row by row. The length is a multiple of <paramref name="columnCount"/>.</param>
    /// <param name="columnCount">The number of values in a row. Default 1; accepted: 1 or more.</param>
    /// <exception cref="ArgumentException">The last row is incomplete, or a value is NaN or infinite.</exception>
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

        (Smallest, Largest) = numbers.IsEmpty ? (0, 0) : (TensorPrimitives.Min(numbers), TensorPrimitives.Max(numbers));
    }

    private DenseTargets(ReadOnlyMemory<float> values, DenseTargets whole)
        : base(values.Length / whole.ColumnCount)
    {
        Values = values;
        ColumnCount = whole.ColumnCount;
        (Smallest, Largest) = (whole.Smallest, whole.Largest);
    }

    /// <summary>Copies rows of numbers.</summary>
    /// <param name="rows">One row or more, all of the same length, which is 1 or more.</param>
    /// <exception cref="ArgumentException">
    /// There is no row, the rows have different lengths or no values, or a value is NaN or infinite.
    /// </exception>
    public static DenseTargets FromRows(IReadOnlyList<float[]> rows)
    {
        (float[] values, int columns) = JaggedRows.Join(rows, nameof(rows));
        return new DenseTargets(values, columns);
    }

    /// <summary>The values, row by row.</summary>
    public ReadOnlyMemory<float> Values { get; }

    /// <summary>The number of values in a row; must equal the network's <see cref="NetworkSpec.OutputSize"/>.</summary>
    public int ColumnCount { get; }

    internal float Smallest { get; }

    internal float Largest { get; }

    /// <summary>Returns the values of one row, without copying them.</summary>
    /// <param name="row">From 0 to <see cref="Targets.RowCount"/> - 1.</param>
    /// <returns><see cref="ColumnCount"/> values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The row is out of range.</exception>
    public ReadOnlySpan<float> Row(int row)
    {
        RangeCheck.Row(row, RowCount);
        return Values.Span.Slice(row * ColumnCount, ColumnCount);
    }

    internal override Targets Slice(int first, int count) =>
        new DenseTargets(Values.Slice(first * ColumnCount, count * ColumnCount), this);

    internal override bool IsPositive(int row, int output) => Values.Span[(row * ColumnCount) + output] > 0.5f;

    internal override Targets Select(int[] rows)
    {
        float[] values = new float[rows.Length * ColumnCount];
        for (int i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(values.AsSpan(i * ColumnCount));
        }

        return new DenseTargets(values, this);
    }

    /// <inheritdoc/>
    public override int ClassOf(int row)
    {
        ReadOnlySpan<float> values = Row(row);
        return values.Length == 1 ? (int)MathF.Round(values[0]) : TensorPrimitives.IndexOfMax(values);
    }
}
