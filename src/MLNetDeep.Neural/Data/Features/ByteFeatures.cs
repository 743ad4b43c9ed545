using System.Numerics;
using System.Runtime.CompilerServices;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// Features as bytes, such as the pixels of images. The feature value is byte × scale. Bytes take a quarter of the memory of floats.
/// </summary>
public sealed class ByteFeatures : FeatureMatrix
{
    /// <summary>The default scale, 1/255. It maps bytes to values from 0 to 1.</summary>
    public const float DefaultScale = 1f / 255f;

    private readonly ReadOnlyMemory<byte> _values;

    /// <summary>Creates a matrix over <paramref name="values"/>, which are not copied and must not change while in use.</summary>
    /// <param name="values">The bytes, row by row. The length is a multiple of <paramref name="columnCount"/>.</param>
    /// <param name="columnCount">The number of values in a row: 1 or more.</param>
    /// <param name="scale">The factor that each byte is multiplied by. Default 1/255; accepted: any finite number except 0.</param>
    /// <exception cref="ArgumentException">The last row is incomplete, or the scale is not accepted.</exception>
    public ByteFeatures(ReadOnlyMemory<byte> values, int columnCount, float scale = DefaultScale)
        : base(CountRows(values.Length, columnCount), columnCount)
    {
        _values = values;
        Scale = Guard.Accept(float.IsFinite(scale) && scale != 0, scale, nameof(Scale), "finite, not 0");
    }

    /// <summary>The factor that each byte is multiplied by.</summary>
    public float Scale { get; }

    /// <summary>Copies the bytes of one row, without the scale.</summary>
    /// <param name="row">From 0 to <see cref="FeatureMatrix.RowCount"/> - 1.</param>
    /// <param name="destination">At least <see cref="FeatureMatrix.ColumnCount"/> long.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row is out of range.</exception>
    public void CopyBytes(int row, Span<byte> destination)
    {
        RangeCheck.Row(row, RowCount);
        Row(row).CopyTo(destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void CopyRowCore(int row, int first, int end, Span<float> destination)
    {
        ReadOnlySpan<byte> bytes = Row(row)[first..end];
        destination = destination[..bytes.Length];
        int column = 0;
        for (; column <= bytes.Length - Vector<byte>.Count; column += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(bytes[column..]), out Vector<ushort> low, out Vector<ushort> high);
            Span<float> block = destination.Slice(column, Vector<byte>.Count);
            CopyScaled(low, block);
            CopyScaled(high, block[Vector<ushort>.Count..]);
        }

        for (; column < bytes.Length; column++)
        {
            destination[column] = bytes[column] * Scale;
        }
    }

    /// <inheritdoc/>
    public override int CountNonZeros(int row) => NonZeros.Count(Row(row));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override int CopyNonZerosCore(int row, int first, int end, Span<int> columns, Span<float> values) =>
        NonZeros.Copy(Row(row)[first..end], Scale, columns, values);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Prefetch(int row, int first, int end) => CacheHints.Prefetch(Row(row)[first..end]);

    internal override FeatureMatrix Slice(int first, int count) =>
        new ByteFeatures(_values.Slice(first * ColumnCount, count * ColumnCount), ColumnCount, Scale);

    internal override FeatureMatrix Select(int[] rows) => new ByteFeatures(SelectRows(_values, rows), ColumnCount, Scale);

    /// <summary>Returns the same bytes with another scale, without copying them.</summary>
    internal ByteFeatures WithScale(float scale) => new(_values, ColumnCount, scale);

    private void CopyScaled(Vector<ushort> bytes, Span<float> destination)
    {
        Vector.Widen(bytes, out Vector<uint> low, out Vector<uint> high);
        (Vector.ConvertToSingle(Vector.AsVectorInt32(low)) * Scale).CopyTo(destination);
        (Vector.ConvertToSingle(Vector.AsVectorInt32(high)) * Scale).CopyTo(destination[Vector<uint>.Count..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> Row(int row) => _values.Span.Slice(checked(row * ColumnCount), ColumnCount);
}
