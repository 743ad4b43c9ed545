using System.Runtime.CompilerServices;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// Features as indices of table entries, with the shape [rows, columns]. For networks that begin with an embedding layer, such as networks
/// that read the words of a text.
/// </summary>
/// <example>
/// <code>
/// // Two texts of up to three words from a vocabulary of 100 words. The second text has one word and two indices of padding.
/// IndexFeatures texts = new(new[] { 5, 7, 99, 8, 0, 0 }, columnCount: 3, indexCount: 100, rowLengths: new[] { 3, 1 });
/// </code>
/// </example>
public sealed class IndexFeatures : FeatureMatrix
{
    private readonly ReadOnlyMemory<int> _indices;

    /// <summary>Creates a matrix over <paramref name="indices"/>, which are not copied and must not change while in use.</summary>
    /// <param name="indices">
    /// The indices, row by row. The length is a multiple of <paramref name="columnCount"/>. Accepted: 0 to <paramref name="indexCount"/> -
    /// 1, also in the padding.
    /// </param>
    /// <param name="columnCount">The number of indices in a row, including padding: 1 or more.</param>
    /// <param name="indexCount">The number of different indices (the size of the vocabulary): 1 or more.</param>
    /// <param name="rowLengths">
    /// The number of indices in each row that are not padding, from 0 to <paramref name="columnCount"/>. Default (empty): every row is
    /// full.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The last row is incomplete, an index or a length is not accepted, or the number of lengths differs from the number of rows. The
    /// message names the row, the value and the accepted values.
    /// </exception>
    public IndexFeatures(ReadOnlyMemory<int> indices, int columnCount, int indexCount, ReadOnlyMemory<int> rowLengths = default)
        : base(
            CountRows(indices.Length, columnCount),
            columnCount,
            columnCount,
            CheckLengths(rowLengths, CountRows(indices.Length, columnCount), columnCount))
    {
        IndexCount = Guard.Accept(indexCount >= 1, indexCount, nameof(IndexCount), "1 or more");
        int invalid = IndexOfFirstInvalid(indices.Span, indexCount);
        if (invalid >= 0)
        {
            string message = InvalidIndexMessage(invalid / columnCount, invalid % columnCount, indices.Span[invalid], indexCount);
            throw new ArgumentException(message, nameof(indices));
        }

        _indices = indices;
    }

    /// <summary>Creates a matrix without checking its parts, which must be valid.</summary>
    internal IndexFeatures(ReadOnlyMemory<int> indices, int rowCount, int columnCount, int indexCount, ReadOnlyMemory<int> rowLengths)
        : base(rowCount, columnCount, columnCount, rowLengths)
    {
        IndexCount = indexCount;
        _indices = indices;
    }

    /// <inheritdoc/>
    public override FeatureKind Kind => FeatureKind.Indices;

    /// <summary>
    /// The number of different indices (the size of the vocabulary): indices range from 0 to <see cref="IndexCount"/> - 1.
    /// </summary>
    public int IndexCount { get; }

    /// <inheritdoc/>
    public override int MaxRowNonZeros => throw HoldsIndices();

    /// <inheritdoc/>
    public override void CopyIndices(int row, Span<int> destination)
    {
        RangeCheck.Row(row, RowCount);
        Row(row).CopyTo(destination);
    }

    /// <inheritdoc/>
    public override int CountNonZeros(int row) => throw HoldsIndices();

    /// <summary>Returns the position of the first index outside 0 to <paramref name="indexCount"/> - 1; -1 if all are inside.</summary>
    internal static int IndexOfFirstInvalid(ReadOnlySpan<int> indices, int indexCount) =>
        indices.IndexOfAnyExceptInRange(0, indexCount - 1);

    /// <summary>Returns the message for an index that is not accepted.</summary>
    internal static string InvalidIndexMessage(int row, int column, int index, int indexCount) =>
        $"Row {row} has the index {index} in column {column}; accepted: 0 to {indexCount - 1}.";

    private protected override void CopyRowCore(int row, int first, int end, Span<float> destination) => throw HoldsIndices();

    private protected override int CopyNonZerosCore(int row, int first, int end, Span<int> columns, Span<float> values) =>
        throw HoldsIndices();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Prefetch(int row, int first, int end) => CacheHints.Prefetch(Row(row)[first..end]);

    internal override ReadOnlySpan<int> UsedIndices(int row) => Row(row)[..LengthOf(row)];

    internal override FeatureMatrix Slice(int first, int count) =>
        new IndexFeatures(
            _indices.Slice(first * ColumnCount, count * ColumnCount), count, ColumnCount, IndexCount, SliceLengths(first, count));

    internal override FeatureMatrix Select(int[] rows) =>
        new IndexFeatures(SelectRows(_indices, rows), rows.Length, ColumnCount, IndexCount, SelectLengths(rows));

    private static InvalidOperationException HoldsIndices() => new("The matrix holds indices, not numbers; read them with CopyIndices.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<int> Row(int row) => _indices.Span.Slice(checked(row * ColumnCount), ColumnCount);
}
