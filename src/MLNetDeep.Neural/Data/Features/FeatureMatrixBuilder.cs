using System.Numerics.Tensors;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// Collects rows of numbers and chooses the matrix class. If all rows are bytes with the same scale, the result is a
/// <see cref="ByteFeatures"/>. Otherwise it is a <see cref="SparseFeatures"/> if at most a quarter of the values are nonzero, and a
/// <see cref="DenseFeatures"/> if more values are nonzero.
/// </summary>
/// <example>
/// <code>
/// FeatureMatrixBuilder rows = new(columnCount: 4);
/// rows.Add([0, 0, 0, 2.5f]);
/// rows.Add([1], [7f]);
/// FeatureMatrix features = rows.ToMatrix(); // 0 0 0 2.5, 0 7 0 0
/// </code>
/// </example>
public sealed class FeatureMatrixBuilder
{
    // Rows are stored as sparse while at most 1 in SparseDivisor values is nonzero.
    private const int SparseDivisor = 4;

    // The density is checked after every so many rows, so that dense data do not stay in sparse form until the end.
    private const int RowsPerDensityCheck = 256;

    // With so many spare elements, NonZeros.Copy can write whole SIMD vectors.
    private const int SpareElements = 16;

    private readonly long? _rowCount;
    private readonly GrowingArray<int> _rowStarts = new();
    private readonly GrowingArray<int> _columns = new();
    private readonly GrowingArray<float> _values = new();
    private GrowingArray<float>? _dense;
    private GrowingArray<byte>? _bytes;
    private float _scale;
    private int _maxRowNonZeros;

    /// <summary>Creates an empty builder.</summary>
    /// <param name="columnCount">The number of values in a row: 1 or more.</param>
    /// <param name="rowCount">The number of rows to allocate memory for. Default null: unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columnCount"/> is below 1.</exception>
    public FeatureMatrixBuilder(int columnCount, long? rowCount = null)
    {
        ColumnCount = Guard.Accept(columnCount >= 1, columnCount, nameof(columnCount), "1 or more");
        _rowCount = rowCount;
        _rowStarts.Add(0);
    }

    /// <summary>The number of values in a row.</summary>
    public int ColumnCount { get; }

    /// <summary>The number of rows added so far.</summary>
    public int RowCount { get; private set; }

    /// <summary>Adds a row with all its values.</summary>
    /// <exception cref="ArgumentException">The length of the row is not <see cref="ColumnCount"/>.</exception>
    public void Add(ReadOnlySpan<float> row)
    {
        CheckLength(row.Length);
        ConvertBytesToNumbers();
        if (_dense is not null)
        {
            row.CopyTo(_dense.Reserve(ColumnCount));
            _dense.Advance(ColumnCount);
        }
        else
        {
            int count = NonZeros.Copy(row, _columns.Reserve(ColumnCount + SpareElements), _values.Reserve(ColumnCount + SpareElements));
            EndSparseRow(count);
        }

        EndRow();
    }

    /// <summary>Adds a sparse row. Columns that are not listed are 0.</summary>
    /// <param name="columns">The columns of <paramref name="values"/>, strictly ascending.</param>
    /// <param name="values">The values, one per column; zeros are allowed.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a column is out of range or out of order.</exception>
    public void Add(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        CheckColumns(columns, values);
        ConvertBytesToNumbers();
        if (_dense is not null)
        {
            Scatter(columns, values, _dense.Reserve(ColumnCount));
            _dense.Advance(ColumnCount);
        }
        else
        {
            EndSparseRow(CopyNonZeros(columns, values, _columns.Reserve(columns.Length), _values.Reserve(values.Length)));
        }

        EndRow();
    }

    /// <summary>Adds a row of bytes, which are multiplied by a scale.</summary>
    /// <param name="row">The bytes.</param>
    /// <param name="scale">The factor that each byte is multiplied by. Default 1/255; accepted: any finite number except 0.</param>
    /// <exception cref="ArgumentException">
    /// The length of the row is not <see cref="ColumnCount"/>, or the scale is not accepted.
    /// </exception>
    public void AddBytes(ReadOnlySpan<byte> row, float scale = ByteFeatures.DefaultScale)
    {
        CheckLength(row.Length);
        Guard.Accept(float.IsFinite(scale) && scale != 0, scale, nameof(scale), "finite, not 0");
        if (!CanStoreAsBytes(scale))
        {
            float[] values = new float[ColumnCount];
            new ByteFeatures(row.ToArray(), ColumnCount, scale).CopyRow(0, values);
            Add(values);
            return;
        }

        _bytes ??= new GrowingArray<byte>(ValueCount(_rowCount ?? 1));
        row.CopyTo(_bytes.Reserve(ColumnCount));
        _bytes.Advance(ColumnCount);
        _scale = scale;
        RowCount++;
    }

    /// <summary>
    /// Removes all rows but keeps the memory. Matrices from earlier calls of <see cref="ToMatrix"/> must not be used any more.
    /// </summary>
    public void Clear()
    {
        _rowStarts.Clear();
        _rowStarts.Add(0);
        _columns.Clear();
        _values.Clear();
        _dense?.Clear();
        _bytes?.Clear();
        _maxRowNonZeros = 0;
        RowCount = 0;
    }

    /// <summary>Returns the rows as a matrix over the builder's memory. Do not use the matrix after adding more rows.</summary>
    public FeatureMatrix ToMatrix()
    {
        if (HasBytes)
        {
            return new ByteFeatures(_bytes!.Items, ColumnCount, _scale);
        }

        ConvertToDenseIfNeeded();
        return _dense is not null
            ? new DenseFeatures(_dense.Items, ColumnCount)
            : new SparseFeatures(_rowStarts.Items, _columns.Items, _values.Items, ColumnCount, _maxRowNonZeros);
    }

    // The number of values in so many rows, or as many as an array can have.
    private long ValueCount(long rows) => Math.Min(rows, Array.MaxLength) * ColumnCount;

    private bool HasBytes => _bytes is { Count: > 0 };

    private static int CopyNonZeros(
        ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<int> nonZeroColumns, Span<float> nonZeroValues)
    {
        if (!TensorPrimitives.IsZeroAny(values))
        {
            columns.CopyTo(nonZeroColumns);
            values.CopyTo(nonZeroValues);
            return values.Length;
        }

        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] != 0)
            {
                nonZeroColumns[count] = columns[i];
                nonZeroValues[count++] = values[i];
            }
        }

        return count;
    }

    private static void Scatter(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> row)
    {
        row.Clear();
        for (int i = 0; i < columns.Length; i++)
        {
            row[columns[i]] = values[i];
        }
    }

    private void CheckLength(int length)
    {
        if (length != ColumnCount)
        {
            throw new ArgumentException($"The row has {length} values; the matrix has {ColumnCount} columns.", "row");
        }
    }

    // One array must hold all bytes. If they do not fit, rows are collected as numbers, whose nonzero values may still fit.
    private bool CanStoreAsBytes(float scale) => HasBytes
        ? scale == _scale && _bytes!.Count <= Array.MaxLength - ColumnCount
        : RowCount == 0 && (_rowCount ?? 1) <= Array.MaxLength / ColumnCount;

    // Called before adding a row that cannot be stored as bytes of the same scale.
    private void ConvertBytesToNumbers()
    {
        if (!HasBytes)
        {
            return;
        }

        ByteFeatures bytes = new(_bytes!.Items, ColumnCount, _scale);
        _bytes = null;
        RowCount = 0;
        float[] row = new float[ColumnCount];
        for (int i = 0; i < bytes.RowCount; i++)
        {
            bytes.CopyRow(i, row);
            Add(row);
        }
    }

    private void CheckColumns(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        if (columns.Length != values.Length)
        {
            throw new ArgumentException($"There are {columns.Length} columns for {values.Length} values.", nameof(columns));
        }

        if (SortedIndices.AreStrictlyAscending(columns, ColumnCount))
        {
            return;
        }

        int last = -1;
        foreach (int column in columns)
        {
            if (column <= last || column >= ColumnCount)
            {
                throw new ArgumentException(
                    $"Column {column} follows column {last}; accepted: ascending columns from 0 to {ColumnCount - 1}.", nameof(columns));
            }

            last = column;
        }
    }

    private void EndSparseRow(int count)
    {
        _columns.Advance(count);
        _values.Advance(count);
        _maxRowNonZeros = Math.Max(_maxRowNonZeros, count);
        _rowStarts.Add(_values.Count);
    }

    private void EndRow()
    {
        RowCount++;
        if (RowCount % RowsPerDensityCheck == 0)
        {
            ConvertToDenseIfNeeded();
        }
    }

    private void ConvertToDenseIfNeeded()
    {
        if (_dense is not null || (long)_values.Count * SparseDivisor <= (long)RowCount * ColumnCount)
        {
            return;
        }

        _dense = new GrowingArray<float>(ValueCount(Math.Max(_rowCount ?? 0, RowCount)));
        ReadOnlySpan<int> starts = _rowStarts.Items.Span;
        for (int row = 0; row < RowCount; row++)
        {
            Range range = starts[row]..starts[row + 1];
            Scatter(_columns.Items.Span[range], _values.Items.Span[range], _dense.Reserve(ColumnCount));
            _dense.Advance(ColumnCount);
        }
    }
}
