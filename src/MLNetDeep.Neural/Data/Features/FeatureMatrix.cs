using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// The inputs of a network, one row per example: numbers in <see cref="DenseFeatures"/>, <see cref="ByteFeatures"/> or
/// <see cref="SparseFeatures"/>, or indices in <see cref="IndexFeatures"/>. All numeric classes lead to the same results, bit for bit, if
/// their numbers are the same.
/// </summary>
public abstract class FeatureMatrix
{
    private protected FeatureMatrix(int rowCount, int columnCount)
        : this(rowCount, columnCount, columnCount, default)
    {
    }

    /// <summary>Creates a matrix with row lengths, which the caller must check first.</summary>
    private protected FeatureMatrix(int rowCount, int columnCount, int positionCount, ReadOnlyMemory<int> rowLengths)
    {
        RowCount = rowCount;
        ColumnCount = columnCount;
        PositionCount = positionCount;
        RowLengths = rowLengths;
    }

    /// <summary>Copies rows of numbers to <see cref="DenseFeatures"/>; see <see cref="DenseFeatures.FromRows"/>.</summary>
    /// <param name="rows">One row or more, all of the same length, which is 1 or more.</param>
    /// <exception cref="ArgumentException">There is no row, or the rows have different lengths or no values.</exception>
    public static implicit operator FeatureMatrix(float[][] rows) => DenseFeatures.FromRows(rows);

    /// <summary>Whether the values are numbers or indices.</summary>
    public virtual FeatureKind Kind => FeatureKind.Numbers;

    /// <summary>The number of examples.</summary>
    public int RowCount { get; }

    /// <summary>The number of values in a row; must equal the network's <see cref="NetworkSpec.InputSize"/>.</summary>
    public int ColumnCount { get; }

    /// <summary>
    /// The number of positions (time steps) in a full row, which is the maximum row length. Equal to <see cref="ColumnCount"/>, or a
    /// divisor of <see cref="ColumnCount"/> if each position has several features.
    /// </summary>
    public int PositionCount { get; }

    /// <summary>
    /// The length of each row in positions (time steps), from 0 to <see cref="PositionCount"/>. Positions beyond that length are padding
    /// and are masked. Empty if every row is full.
    /// </summary>
    public ReadOnlyMemory<int> RowLengths { get; }

    /// <summary>Returns the length of a row in positions (time steps); <see cref="PositionCount"/> if every row is full.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row is out of range.</exception>
    public int LengthOf(int row)
    {
        RangeCheck.Row(row, RowCount);
        return RowLengths.IsEmpty ? PositionCount : RowLengths.Span[row];
    }

    /// <summary>Copies all values of one row, including zeros.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="destination">At least <see cref="ColumnCount"/> long.</param>
    /// <exception cref="InvalidOperationException">The matrix holds indices.</exception>
    public void CopyRow(int row, Span<float> destination) => CopyRow(row, 0, ColumnCount, destination);

    /// <summary>Copies some columns of one row, including zeros.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="first">The first column.</param>
    /// <param name="end">The column after the last: at least <paramref name="first"/>, at most <see cref="ColumnCount"/>.</param>
    /// <param name="destination">At least <paramref name="end"/> - <paramref name="first"/> long.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row or the columns are out of range.</exception>
    /// <exception cref="InvalidOperationException">The matrix holds indices.</exception>
    public void CopyRow(int row, int first, int end, Span<float> destination)
    {
        RangeCheck.Row(row, RowCount);
        RangeCheck.Columns(first, end, ColumnCount);
        CopyRowCore(row, first, end, destination);
    }

    /// <summary>
    /// Returns the number of nonzero values in a row. For <see cref="SparseFeatures"/>, returns the number of stored values.
    /// </summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <exception cref="InvalidOperationException">The matrix holds indices.</exception>
    public abstract int CountNonZeros(int row);

    /// <summary>Copies the nonzero values of a row and their columns, in ascending order of the columns.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="columns">At least <see cref="CountNonZeros"/> long. Elements beyond the returned number may be overwritten.</param>
    /// <param name="values">As long as <paramref name="columns"/>.</param>
    /// <returns>The number of values written.</returns>
    /// <exception cref="InvalidOperationException">The matrix holds indices.</exception>
    public int CopyNonZeros(int row, Span<int> columns, Span<float> values) => CopyNonZeros(row, 0, ColumnCount, columns, values);

    /// <summary>
    /// Copies the nonzero values of some columns of a row, in ascending order of the columns. Written column indices are relative to
    /// <paramref name="first"/>.
    /// </summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="first">The first column.</param>
    /// <param name="end">The column after the last: at least <paramref name="first"/>, at most <see cref="ColumnCount"/>.</param>
    /// <param name="columns">
    /// Long enough for the values to copy. Their number is at most <paramref name="end"/> - <paramref name="first"/> and at most
    /// <see cref="MaxRowNonZeros"/>. Elements beyond the returned number may be overwritten. 64 spare elements make the copy faster.
    /// </param>
    /// <param name="values">As long as <paramref name="columns"/>.</param>
    /// <returns>The number of values written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The row or the columns are out of range.</exception>
    /// <exception cref="InvalidOperationException">The matrix holds indices.</exception>
    public int CopyNonZeros(int row, int first, int end, Span<int> columns, Span<float> values)
    {
        RangeCheck.Row(row, RowCount);
        RangeCheck.Columns(first, end, ColumnCount);
        return CopyNonZerosCore(row, first, end, columns, values);
    }

    /// <summary>Copies all indices of one row, including the padding.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="destination">At least <see cref="ColumnCount"/> long.</param>
    /// <exception cref="InvalidOperationException">The matrix holds numbers.</exception>
    public virtual void CopyIndices(int row, Span<int> destination) =>
        throw new InvalidOperationException("The matrix holds numbers, not indices; read them with CopyRow or CopyNonZeros.");

    /// <summary>Returns the indices of one row up to the row's length, where they are stored. They may have changed since they were checked.</summary>
    internal virtual ReadOnlySpan<int> UsedIndices(int row) => throw new InvalidOperationException("The matrix holds numbers, not indices.");

    /// <summary>Copies the indices of one row up to the row's length, and fills the rest of the row with 0.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="skipZeros">
    /// Whether to leave out indices that are 0; see <see cref="Embedding.MaskZero"/>. The indices after them move forward.
    /// </param>
    /// <param name="destination">At least <see cref="ColumnCount"/> long.</param>
    /// <returns>The number of indices before the padding.</returns>
    /// <exception cref="InvalidOperationException">The matrix holds numbers.</exception>
    public int CopyIndices(int row, bool skipZeros, Span<int> destination)
    {
        destination = destination[..ColumnCount];
        CopyIndices(row, destination);
        int length = LengthOf(row);
        if (skipZeros)
        {
            int used = 0;
            foreach (int index in destination[..length])
            {
                destination[used] = index;
                used += index == 0 ? 0 : 1;
            }

            length = used;
        }

        destination[length..].Clear();
        return length;
    }

    /// <summary>
    /// An upper bound for the number of values that <see cref="CopyNonZeros(int, Span{int}, Span{float})"/> copies for any row.
    /// </summary>
    /// <exception cref="InvalidOperationException">The matrix holds indices.</exception>
    public virtual int MaxRowNonZeros => ColumnCount;

    /// <summary>Implements <see cref="CopyRow(int, int, int, Span{float})"/>; the row and the columns have been checked.</summary>
    private protected abstract void CopyRowCore(int row, int first, int end, Span<float> destination);

    /// <summary>Implements <see cref="CopyNonZeros(int, int, int, Span{int}, Span{float})"/>; row and columns have been checked.</summary>
    private protected abstract int CopyNonZerosCore(int row, int first, int end, Span<int> columns, Span<float> values);

    /// <summary>Prefetches columns of a row that will be read soon. This is only a hint.</summary>
    internal abstract void Prefetch(int row, int first, int end);

    /// <summary>Returns a range of the rows, without copying them. The caller must check the range first.</summary>
    internal abstract FeatureMatrix Slice(int first, int count);

    /// <summary>Returns copies of some rows, in the given order. The caller must check the rows first.</summary>
    internal abstract FeatureMatrix Select(int[] rows);

    private protected static int CountRows(int valueCount, int columnCount)
    {
        Guard.Accept(columnCount >= 1, columnCount, nameof(ColumnCount), "1 or more");
        return valueCount % columnCount == 0
            ? valueCount / columnCount
            : throw new ArgumentException($"{valueCount} values do not make whole rows of {columnCount} columns.");
    }

    /// <summary>Returns the row lengths, and throws if they do not fit the rows.</summary>
    /// <exception cref="ArgumentException">
    /// The number of lengths differs from the number of rows, or a length is not from 0 to <paramref name="positionCount"/>.
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

    /// <summary>Copies some rows of values that are stored row by row.</summary>
    private protected T[] SelectRows<T>(ReadOnlyMemory<T> values, int[] rows)
    {
        T[] selected = new T[rows.Length * ColumnCount];
        for (int i = 0; i < rows.Length; i++)
        {
            values.Span.Slice(rows[i] * ColumnCount, ColumnCount).CopyTo(selected.AsSpan(i * ColumnCount));
        }

        return selected;
    }

    private protected ReadOnlyMemory<int> SelectLengths(int[] rows) =>
        RowLengths.IsEmpty ? RowLengths : Array.ConvertAll(rows, row => RowLengths.Span[row]);

    private protected ReadOnlyMemory<int> SliceLengths(int first, int count) =>
        RowLengths.IsEmpty ? RowLengths : RowLengths.Slice(first, count);
}
