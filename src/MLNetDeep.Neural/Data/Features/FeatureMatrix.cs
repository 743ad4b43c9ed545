using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// The inputs of a network, one row per example: numbers in <see cref="DenseFeatures"/>, <see cref="ByteFeatures"/> or
/// <see cref="SparseFeatures"/>, or indices in <see cref="IndexFeatures"/>. The same numbers give the same results, bit for bit, in each
/// of the numeric classes.
/// </summary>
public abstract class FeatureMatrix
{
    private protected FeatureMatrix(int rowCount, int columnCount)
        : this(rowCount, columnCount, columnCount, default)
    {
    }

    /// <summary>The caller has checked the lengths.</summary>
    private protected FeatureMatrix(int rowCount, int columnCount, int positionCount, ReadOnlyMemory<int> rowLengths)
    {
        RowCount = rowCount;
        ColumnCount = columnCount;
        PositionCount = positionCount;
        RowLengths = rowLengths;
    }

    /// <summary>Whether the values are numbers or indices.</summary>
    public virtual FeatureKind Kind => FeatureKind.Numbers;

    /// <summary>The number of examples.</summary>
    public int RowCount { get; }

    /// <summary>The number of values in a row; a network accepts rows of its <see cref="NetworkSpec.InputSize"/>.</summary>
    public int ColumnCount { get; }

    /// <summary>
    /// The number of positions (time steps) in a full row: the largest length that a row can have. Equal to <see cref="ColumnCount"/>, or
    /// a divisor of it where each position has several features.
    /// </summary>
    public int PositionCount { get; }

    /// <summary>
    /// The length of each row in positions (time steps), from 0 to <see cref="PositionCount"/>: what follows is padding, and is masked.
    /// Empty where every row is full.
    /// </summary>
    public ReadOnlyMemory<int> RowLengths { get; }

    /// <summary>The length of a row in positions (time steps); <see cref="PositionCount"/> where every row is full.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public int LengthOf(int row)
    {
        RangeCheck.Row(row, RowCount);
        return RowLengths.IsEmpty ? PositionCount : RowLengths.Span[row];
    }

    /// <summary>Writes all the values of one row, zeros included.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="destination">At least <see cref="ColumnCount"/> long.</param>
    /// <exception cref="InvalidOperationException">The matrix holds indices.</exception>
    public void CopyRow(int row, Span<float> destination) => CopyRow(row, 0, ColumnCount, destination);

    /// <summary>Writes some columns of one row, zeros included.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="first">The first column.</param>
    /// <param name="end">The column after the last: at least <paramref name="first"/>, at most <see cref="ColumnCount"/>.</param>
    /// <param name="destination">At least <paramref name="end"/> - <paramref name="first"/> long.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row, or there are no such columns.</exception>
    /// <exception cref="InvalidOperationException">The matrix holds indices.</exception>
    public void CopyRow(int row, int first, int end, Span<float> destination)
    {
        RangeCheck.Row(row, RowCount);
        RangeCheck.Columns(first, end, ColumnCount);
        CopyRowCore(row, first, end, destination);
    }

    /// <summary>The number of nonzero values in a row; of <see cref="SparseFeatures"/>, the number of stored values.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <exception cref="InvalidOperationException">The matrix holds indices.</exception>
    public abstract int CountNonZeros(int row);

    /// <summary>Writes the nonzero values of a row, and their columns in ascending order.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="columns">At least <see cref="CountNonZeros"/> long; elements after that many may be overwritten.</param>
    /// <param name="values">As long as <paramref name="columns"/>.</param>
    /// <returns>The number of values written.</returns>
    /// <exception cref="InvalidOperationException">The matrix holds indices.</exception>
    public int CopyNonZeros(int row, Span<int> columns, Span<float> values) => CopyNonZeros(row, 0, ColumnCount, columns, values);

    /// <summary>
    /// Writes the nonzero values of some columns of a row, and their columns in ascending order, counted from
    /// <paramref name="first"/>.
    /// </summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="first">The first column.</param>
    /// <param name="end">The column after the last: at least <paramref name="first"/>, at most <see cref="ColumnCount"/>.</param>
    /// <param name="columns">
    /// At least as long as the number of values to write, which is at most <paramref name="end"/> - <paramref name="first"/> and at most
    /// <see cref="MaxRowNonZeros"/>. Elements after those written may be overwritten; 64 spare elements make the copy faster.
    /// </param>
    /// <param name="values">As long as <paramref name="columns"/>.</param>
    /// <returns>The number of values written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row, or there are no such columns.</exception>
    /// <exception cref="InvalidOperationException">The matrix holds indices.</exception>
    public int CopyNonZeros(int row, int first, int end, Span<int> columns, Span<float> values)
    {
        RangeCheck.Row(row, RowCount);
        RangeCheck.Columns(first, end, ColumnCount);
        return CopyNonZerosCore(row, first, end, columns, values);
    }

    /// <summary>Writes all the indices of one row, the padding included.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="destination">At least <see cref="ColumnCount"/> long.</param>
    /// <exception cref="InvalidOperationException">The matrix holds numbers.</exception>
    public virtual void CopyIndices(int row, Span<int> destination) =>
        throw new InvalidOperationException("The matrix holds numbers, not indices; read them with CopyRow or CopyNonZeros.");

    /// <summary>An upper bound of the values that <see cref="CopyNonZeros(int, Span{int}, Span{float})"/> writes for any row.</summary>
    /// <exception cref="InvalidOperationException">The matrix holds indices.</exception>
    public virtual int MaxRowNonZeros => ColumnCount;

    /// <summary><see cref="CopyRow(int, int, int, Span{float})"/> for a row and columns that exist.</summary>
    private protected abstract void CopyRowCore(int row, int first, int end, Span<float> destination);

    /// <summary><see cref="CopyNonZeros(int, int, int, Span{int}, Span{float})"/> for a row and columns that exist.</summary>
    private protected abstract int CopyNonZerosCore(int row, int first, int end, Span<int> columns, Span<float> values);

    /// <summary>Prefetches some columns of a row, which will be read soon; a hint only.</summary>
    internal abstract void Prefetch(int row, int first, int end);

    /// <summary>Some of the rows, over the same memory; the caller has checked the range.</summary>
    internal abstract FeatureMatrix Slice(int first, int count);

    private protected static int RowsIn(int valueCount, int columnCount)
    {
        Guard.Accept(columnCount >= 1, columnCount, nameof(ColumnCount), "1 or more");
        return valueCount % columnCount == 0
            ? valueCount / columnCount
            : throw new ArgumentException($"{valueCount} values do not make whole rows of {columnCount} columns.");
    }

    /// <summary>Refuses row lengths that do not fit the rows.</summary>
    /// <exception cref="ArgumentException">
    /// There is not one length per row, or a length is outside 0 to the number of positions.
    /// </exception>
    private protected static ReadOnlyMemory<int> CheckLengths(ReadOnlyMemory<int> rowLengths, int rowCount, int positionCount)
    {
        ReadOnlySpan<int> lengths = rowLengths.Span;
        if (!lengths.IsEmpty && lengths.Length != rowCount)
        {
            throw new ArgumentException($"There are {lengths.Length} row lengths for {rowCount} rows.", nameof(rowLengths));
        }

        int row = lengths.IndexOfAnyExceptInRange(0, positionCount);
        return row < 0
            ? rowLengths
            : throw new ArgumentException($"Row {row} has the length {lengths[row]}; accepted: 0 to {positionCount}.", nameof(rowLengths));
    }

    private protected ReadOnlyMemory<int> SliceLengths(int first, int count) =>
        RowLengths.IsEmpty ? RowLengths : RowLengths.Slice(first, count);
}
