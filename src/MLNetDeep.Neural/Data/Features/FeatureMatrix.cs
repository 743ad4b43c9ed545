namespace MLNetDeep.Neural;

/// <summary>
/// The inputs of a network, one row per example: <see cref="DenseFeatures"/>, <see cref="ByteFeatures"/> or <see cref="SparseFeatures"/>.
/// The same numbers give the same results, bit for bit, in each of the forms.
/// </summary>
public abstract class FeatureMatrix
{
    private protected FeatureMatrix(int rowCount, int columnCount)
    {
        RowCount = rowCount;
        ColumnCount = columnCount;
    }

    /// <summary>The number of examples.</summary>
    public int RowCount { get; }

    /// <summary>The number of values in a row; a network accepts rows of its <see cref="NetworkSpec.InputSize"/>.</summary>
    public int ColumnCount { get; }

    /// <summary>Writes all the values of one row, zeros included.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="destination">At least <see cref="ColumnCount"/> long.</param>
    public void CopyRow(int row, Span<float> destination) => CopyRow(row, 0, ColumnCount, destination);

    /// <summary>Writes some columns of a row, zeros included.</summary>
    internal abstract void CopyRow(int row, int first, int end, Span<float> destination);

    /// <summary>The number of values of a row that are not 0, or of <see cref="SparseFeatures"/> of those that are stored.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    public abstract int CountNonZeros(int row);

    /// <summary>Writes the values of a row that are not 0, and their columns in ascending order.</summary>
    /// <param name="row">From 0 to <see cref="RowCount"/> - 1.</param>
    /// <param name="columns">At least <see cref="CountNonZeros"/> long; what lies behind that many may be overwritten.</param>
    /// <param name="values">As long.</param>
    /// <returns>How many they are.</returns>
    public int CopyNonZeros(int row, Span<int> columns, Span<float> values) => CopyNonZeros(row, 0, ColumnCount, columns, values);

    /// <summary>Writes those among some columns of a row, numbered from <paramref name="first"/> on.</summary>
    internal abstract int CopyNonZeros(int row, int first, int end, Span<int> columns, Span<float> values);

    /// <summary>The most values that <see cref="CopyNonZeros(int, Span{int}, Span{float})"/> writes for any row, or an upper bound.</summary>
    internal virtual int MaxRowNonZeros => ColumnCount;

    /// <summary>Says that some columns of a row will be read soon; changes nothing.</summary>
    internal abstract void Prefetch(int row, int first, int end);

    /// <summary>Some of the rows, over the same memory; the caller has checked that they are there.</summary>
    internal abstract FeatureMatrix Slice(int first, int count);

    private protected static int RowsIn(int valueCount, int columnCount)
    {
        Validation.Guard.Accept(columnCount >= 1, columnCount, nameof(ColumnCount), "1 or more");
        return valueCount % columnCount == 0
            ? valueCount / columnCount
            : throw new ArgumentException($"{valueCount} values do not make whole rows of {columnCount} columns.");
    }
}
