using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural;

/// <summary>
/// Another matrix with each column standardized when it is read: (value - mean) x factor, or value x factor. The values are not copied.
/// </summary>
internal sealed class StandardizedFeatures : FeatureMatrix
{
    private readonly FeatureMatrix _features;
    private readonly float[]? _offsets;
    private readonly float[] _factors;

    /// <summary>Creates the matrix.</summary>
    /// <param name="features">The matrix of numbers.</param>
    /// <param name="offsets">What to add to each column, the negative mean; null to add nothing, so that zeros stay zeros.</param>
    /// <param name="factors">What to multiply each column by.</param>
    public StandardizedFeatures(FeatureMatrix features, float[]? offsets, float[] factors)
        : base(features.RowCount, features.ColumnCount, features.PositionCount, features.RowLengths)
    {
        _features = features;
        _offsets = offsets;
        _factors = factors;
    }

    public override int MaxRowNonZeros => _offsets is null ? _features.MaxRowNonZeros : ColumnCount;

    /// <summary>With means, all values count as nonzero.</summary>
    public override int CountNonZeros(int row) => _offsets is null ? _features.CountNonZeros(row) : ColumnCount;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void CopyRowCore(int row, int first, int end, Span<float> destination)
    {
        Span<float> values = destination[..(end - first)];
        _features.CopyRow(row, first, end, values);
        ReadOnlySpan<float> factors = _factors.AsSpan(first, values.Length);
        if (_offsets is null)
        {
            TensorPrimitives.Multiply(values, factors, values);
        }
        else
        {
            TensorPrimitives.AddMultiply(values, _offsets.AsSpan(first, values.Length), factors, values);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override int CopyNonZerosCore(int row, int first, int end, Span<int> columns, Span<float> values)
    {
        if (_offsets is not null)
        {
            CopyRowCore(row, first, end, values);
            for (int column = 0; column < end - first; column++)
            {
                columns[column] = column;
            }

            return end - first;
        }

        int count = _features.CopyNonZeros(row, first, end, columns, values);
        ReadOnlySpan<float> factors = _factors.AsSpan(first);
        ReadOnlySpan<int> copied = columns[..count];
        values = values[..copied.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= factors[copied[i]];
        }

        return count;
    }

    internal override void Prefetch(int row, int first, int end) => _features.Prefetch(row, first, end);

    internal override FeatureMatrix Select(int[] rows) => new StandardizedFeatures(_features.Select(rows), _offsets, _factors);

    internal override FeatureMatrix Slice(int first, int count) => new StandardizedFeatures(_features.Slice(first, count), _offsets, _factors);
}
