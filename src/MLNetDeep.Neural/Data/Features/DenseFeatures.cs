using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural;

/// <summary>Features as floats, row after row. Rows that are mostly 0 are treated as sparse inside, without loss.</summary>
public sealed class DenseFeatures : FeatureMatrix
{
    private readonly ReadOnlyMemory<float> _values;

    /// <summary>Makes a matrix over <paramref name="values"/>, which is kept, not copied, and must not change while in use.</summary>
    /// <param name="values">Row after row; the length is a multiple of <paramref name="columnCount"/>.</param>
    /// <param name="columnCount">The number of values in a row: 1 or more.</param>
    /// <exception cref="ArgumentException">The values do not make whole rows.</exception>
    public DenseFeatures(ReadOnlyMemory<float> values, int columnCount)
        : base(RowsIn(values.Length, columnCount), columnCount)
    {
        _values = values;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void CopyRow(int row, int first, int end, Span<float> destination) => Row(row)[first..end].CopyTo(destination);

    /// <inheritdoc/>
    public override int CountNonZeros(int row) => NonZeros.Count(Row(row));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override int CopyNonZeros(int row, int first, int end, Span<int> columns, Span<float> values) =>
        NonZeros.Copy(Row(row)[first..end], columns, values);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Prefetch(int row, int first, int end) => Prefetching.Ask(Row(row)[first..end]);

    internal override FeatureMatrix Slice(int first, int count) =>
        new DenseFeatures(_values.Slice(first * ColumnCount, count * ColumnCount), ColumnCount);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<float> Row(int row) => _values.Span.Slice(checked(row * ColumnCount), ColumnCount);
}
