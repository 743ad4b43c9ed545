using System.Runtime.CompilerServices;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>Features as floats, row by row. Batches that are mostly 0 are processed as sparse, with the same results.</summary>
public sealed class DenseFeatures : FeatureMatrix
{
    private readonly ReadOnlyMemory<float> _values;

    /// <summary>Creates a matrix over <paramref name="values"/>, which are not copied and must not change while in use.</summary>
    /// <param name="values">The values, row by row. The length is a multiple of <paramref name="columnCount"/>.</param>
    /// <param name="columnCount">The number of values in a row: 1 or more.</param>
    /// <param name="rowLengths">
    /// For sequences, whose rows have the shape [time, features]: the length of each row in positions (time steps), from 0 to
    /// <paramref name="positionCount"/>. Values beyond that length are padding. Default (empty): every row is full.
    /// </param>
    /// <param name="positionCount">
    /// The number of positions (time steps) in a full row: a divisor of <paramref name="columnCount"/>. Default null: one per column.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The last row is incomplete, the position count does not divide the column count, the number of lengths differs from the number of
    /// rows, or a length is not accepted.
    /// </exception>
    public DenseFeatures(ReadOnlyMemory<float> values, int columnCount, ReadOnlyMemory<int> rowLengths = default, int? positionCount = null)
        : base(
            CountRows(values.Length, columnCount),
            columnCount,
            CheckedPositionCount(columnCount, positionCount),
            CheckLengths(rowLengths, CountRows(values.Length, columnCount), positionCount ?? columnCount))
    {
        _values = values;
    }

    private DenseFeatures(DenseFeatures whole, int first, int count)
        : base(count, whole.ColumnCount, whole.PositionCount, whole.SliceLengths(first, count))
    {
        _values = whole._values.Slice(first * ColumnCount, count * ColumnCount);
    }

    /// <summary>The values, row by row.</summary>
    internal ReadOnlySpan<float> Values => _values.Span;

    /// <summary>Copies rows of numbers.</summary>
    /// <param name="rows">One row or more, all of the same length, which is 1 or more.</param>
    /// <exception cref="ArgumentException">There is no row, or the rows have different lengths or no values.</exception>
    public static DenseFeatures FromRows(IReadOnlyList<float[]> rows)
    {
        (float[] values, int columns) = JaggedRows.Join(rows, nameof(rows));
        return new DenseFeatures(values, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void CopyRowCore(int row, int first, int end, Span<float> destination) =>
        Row(row)[first..end].CopyTo(destination);

    /// <inheritdoc/>
    public override int CountNonZeros(int row) => NonZeros.Count(Row(row));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override int CopyNonZerosCore(int row, int first, int end, Span<int> columns, Span<float> values) =>
        NonZeros.Copy(Row(row)[first..end], columns, values);

    /// <summary>Copies some columns of some rows; for few columns.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="first">The first column.</param>
    /// <param name="end">The column after the last.</param>
    /// <param name="destination">Receives the first row.</param>
    /// <param name="stride">The distance of the rows there, in floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal unsafe void CopyRows(ReadOnlySpan<int> rows, int first, int end, float* destination, int stride)
    {
        ReadOnlySpan<float> values = _values.Span;
        foreach (int row in rows)
        {
            ReadOnlySpan<float> source = values.Slice(checked(row * ColumnCount) + first, end - first);
            for (int i = 0; i < source.Length; i++)
            {
                destination[i] = source[i];
            }

            destination += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Prefetch(int row, int first, int end) => CacheHints.Prefetch(Row(row)[first..end]);

    internal override FeatureMatrix Slice(int first, int count) => new DenseFeatures(this, first, count);

    internal override FeatureMatrix Select(int[] rows) => new DenseFeatures(SelectRows(_values, rows), ColumnCount, SelectLengths(rows), PositionCount);

    private static int CheckedPositionCount(int columnCount, int? positionCount)
    {
        int positions = positionCount ?? columnCount;
        Guard.Accept(positions >= 1, positions, nameof(PositionCount), "1 or more");
        return columnCount % positions == 0
            ? positions
            : throw new ArgumentException($"{columnCount} columns do not divide evenly into {positions} positions.", nameof(positionCount));
    }

    /// <summary>The values of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan<float> Row(int row) => _values.Span.Slice(checked(row * ColumnCount), ColumnCount);
}
