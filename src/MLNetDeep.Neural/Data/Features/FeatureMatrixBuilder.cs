using System.Numerics.Tensors;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>
/// Gathers rows into the form that suits them: <see cref="ByteFeatures"/> where all are bytes with the same scale; else
/// <see cref="SparseFeatures"/> as long as at most a quarter of the values is not 0, and <see cref="DenseFeatures"/> above.
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
    private const int SparseBelow = 4;

    // The form is settled on the first rows, so that a dense set is not gathered twice.
    private const int RowsToSettle = 256;

    // Vectors of lit values are written whole, though only some of their elements count.
    private const int Slack = 16;

    private readonly long? _rowCount;
    private readonly GrowingArray<int> _rowStarts = new();
    private readonly GrowingArray<int> _columns = new();
    private readonly GrowingArray<float> _values = new();
    private GrowingArray<float>? _dense;
    private GrowingArray<byte>? _bytes;
    private float _scale;
    private int _mostLit;

    /// <summary>Starts without rows.</summary>
    /// <param name="columnCount">The number of values in a row: 1 or more.</param>
    /// <param name="rowCount">How many rows to make room for. Default null: it is not known.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is not one column.</exception>
    public FeatureMatrixBuilder(int columnCount, long? rowCount = null)
    {
        ColumnCount = Guard.Accept(columnCount >= 1, columnCount, nameof(columnCount), "1 or more");
        _rowCount = rowCount;
        _rowStarts.Add(0);
    }

    /// <summary>The number of values in a row.</summary>
    public int ColumnCount { get; }

    /// <summary>The rows so far.</summary>
    public int RowCount { get; private set; }

    /// <summary>Adds a row of all its values.</summary>
    /// <exception cref="ArgumentException">The row is of another length.</exception>
    public void Add(ReadOnlySpan<float> row)
    {
        CheckLength(row.Length);
        UnpackBytes();
        if (_dense is not null)
        {
            row.CopyTo(_dense.Reserve(ColumnCount));
            _dense.Advance(ColumnCount);
        }
        else
        {
            int count = NonZeros.Copy(row, _columns.Reserve(ColumnCount + Slack), _values.Reserve(ColumnCount + Slack));
            EndSparseRow(count);
        }

        EndRow();
    }

    /// <summary>Adds a row of which only some values are given; the others are 0.</summary>
    /// <param name="columns">Their columns, strictly ascending.</param>
    /// <param name="values">Their values, zeros allowed.</param>
    /// <exception cref="ArgumentException">There are more of one than of the other, or a column is not there or not in order.</exception>
    public void Add(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        CheckColumns(columns, values);
        UnpackBytes();
        if (_dense is not null)
        {
            Scatter(columns, values, _dense.Reserve(ColumnCount));
            _dense.Advance(ColumnCount);
        }
        else
        {
            EndSparseRow(CopyLit(columns, values, _columns.Reserve(columns.Length), _values.Reserve(values.Length)));
        }

        EndRow();
    }

    /// <summary>Adds a row of all its values, each a byte times a scale.</summary>
    /// <param name="row">The bytes.</param>
    /// <param name="scale">What each is multiplied by. Default 1/255; accepted: any finite number but 0.</param>
    /// <exception cref="ArgumentException">The row is of another length, or the scale is not accepted.</exception>
    public void AddBytes(ReadOnlySpan<byte> row, float scale = ByteFeatures.DefaultScale)
    {
        CheckLength(row.Length);
        Guard.Accept(float.IsFinite(scale) && scale != 0, scale, nameof(scale), "finite, not 0");
        if (!CanPack(scale))
        {
            float[] values = new float[ColumnCount];
            new ByteFeatures(row.ToArray(), ColumnCount, scale).CopyRow(0, values);
            Add(values);
            return;
        }

        _bytes ??= new GrowingArray<byte>((int)Math.Min(Array.MaxLength, (_rowCount ?? 1) * ColumnCount));
        row.CopyTo(_bytes.Reserve(ColumnCount));
        _bytes.Advance(ColumnCount);
        _scale = scale;
        RowCount++;
    }

    /// <summary>Removes all rows, and keeps the memory. The matrices made before are then of no use any more.</summary>
    public void Clear()
    {
        _rowStarts.Clear();
        _rowStarts.Add(0);
        _columns.Clear();
        _values.Clear();
        _dense?.Clear();
        _bytes?.Clear();
        _mostLit = 0;
        RowCount = 0;
    }

    /// <summary>The rows as a matrix over this memory: to be used before more rows are added.</summary>
    public FeatureMatrix ToMatrix()
    {
        if (HasBytes)
        {
            return new ByteFeatures(_bytes!.Items, ColumnCount, _scale);
        }

        MakeDenseIfFull();
        return _dense is not null
            ? new DenseFeatures(_dense.Items, ColumnCount)
            : new SparseFeatures(_rowStarts.Items, _columns.Items, _values.Items, ColumnCount, _mostLit);
    }

    private bool HasBytes => _bytes is { Count: > 0 };

    private static int CopyLit(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<int> litColumns, Span<float> litValues)
    {
        if (!TensorPrimitives.IsZeroAny(values))
        {
            columns.CopyTo(litColumns);
            values.CopyTo(litValues);
            return values.Length;
        }

        int count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] != 0)
            {
                litColumns[count] = columns[i];
                litValues[count++] = values[i];
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

    // An array of bytes ends long before one of lit values does: where it could not hold the rows, they are gathered as numbers.
    private bool CanPack(float scale) => HasBytes
        ? scale == _scale && _bytes!.Count <= Array.MaxLength - ColumnCount
        : RowCount == 0 && (_rowCount ?? 1) <= Array.MaxLength / ColumnCount;

    // Before a row that is not of the same bytes.
    private void UnpackBytes()
    {
        if (!HasBytes)
        {
            return;
        }

        ByteFeatures packed = new(_bytes!.Items, ColumnCount, _scale);
        _bytes = null;
        RowCount = 0;
        float[] row = new float[ColumnCount];
        for (int i = 0; i < packed.RowCount; i++)
        {
            packed.CopyRow(i, row);
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
        _mostLit = Math.Max(_mostLit, count);
        _rowStarts.Add(_values.Count);
    }

    private void EndRow()
    {
        RowCount++;
        if (RowCount % RowsToSettle == 0)
        {
            MakeDenseIfFull();
        }
    }

    private void MakeDenseIfFull()
    {
        if (_dense is not null || (long)_values.Count * SparseBelow <= (long)RowCount * ColumnCount)
        {
            return;
        }

        long capacity = Math.Max(_rowCount ?? 0, RowCount) * ColumnCount;
        _dense = new GrowingArray<float>((int)Math.Min(capacity, Array.MaxLength));
        ReadOnlySpan<int> starts = _rowStarts.Items.Span;
        for (int row = 0; row < RowCount; row++)
        {
            Range lit = starts[row]..starts[row + 1];
            Scatter(_columns.Items.Span[lit], _values.Items.Span[lit], _dense.Reserve(ColumnCount));
            _dense.Advance(ColumnCount);
        }
    }
}
