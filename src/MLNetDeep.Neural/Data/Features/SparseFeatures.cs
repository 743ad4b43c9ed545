using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural;

/// <summary>
/// Features that are mostly 0, in compressed sparse row (CSR) format. Row r has the values <c>values[rowStarts[r] .. rowStarts[r + 1]]</c>
/// in the columns <c>columns[rowStarts[r] .. rowStarts[r + 1]]</c>, and 0 in all other columns.
/// </summary>
public sealed class SparseFeatures : FeatureMatrix
{
    private readonly ReadOnlyMemory<int> _rowStarts;
    private readonly ReadOnlyMemory<int> _columns;
    private readonly ReadOnlyMemory<float> _values;

    /// <summary>Creates a matrix over the three arrays, which are not copied and must not change while in use.</summary>
    /// <param name="rowStarts">
    /// The position of each row's first value, followed by the total number of values. Has one element more than there are rows, ascending
    /// from 0.
    /// </param>
    /// <param name="columns">The column of each value, strictly ascending within a row.</param>
    /// <param name="values">The nonzero values, row by row; zeros are allowed.</param>
    /// <param name="columnCount">The number of columns: 1 or more.</param>
    /// <exception cref="ArgumentException">The arrays are inconsistent; the message names the first invalid row.</exception>
    public SparseFeatures(ReadOnlyMemory<int> rowStarts, ReadOnlyMemory<int> columns, ReadOnlyMemory<float> values, int columnCount)
        : base(Math.Max(0, rowStarts.Length - 1), columnCount)
    {
        Validation.Guard.Accept(columnCount >= 1, columnCount, nameof(ColumnCount), "1 or more");
        MaxRowNonZeros = Check(rowStarts.Span, columns.Span, values.Length, columnCount);
        _rowStarts = rowStarts;
        _columns = columns;
        _values = values;
    }

    /// <summary>Creates a matrix without checking its arrays, which must be consistent.</summary>
    internal SparseFeatures(
        ReadOnlyMemory<int> rowStarts,
        ReadOnlyMemory<int> columns,
        ReadOnlyMemory<float> values,
        int columnCount,
        int maxRowNonZeros)
        : base(rowStarts.Length - 1, columnCount)
    {
        MaxRowNonZeros = maxRowNonZeros;
        _rowStarts = rowStarts;
        _columns = columns;
        _values = values;
    }

    // In a slice, row starts remain positions in the values of the whole matrix.
    private SparseFeatures(SparseFeatures whole, int first, int count)
        : this(whole._rowStarts.Slice(first, count + 1), whole._columns, whole._values, whole.ColumnCount, whole.MaxRowNonZeros)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void CopyRowCore(int row, int first, int end, Span<float> destination)
    {
        destination = destination[..(end - first)];
        destination.Clear();
        (int start, int count) = GetExtent(row, first, end);
        ReadOnlySpan<int> columns = _columns.Span.Slice(start, count);
        ReadOnlySpan<float> values = _values.Span.Slice(start, count);
        for (int i = 0; i < count; i++)
        {
            destination[columns[i] - first] = values[i];
        }
    }

    /// <inheritdoc/>
    public override int MaxRowNonZeros { get; }

    /// <inheritdoc/>
    public override int CountNonZeros(int row) => GetExtent(row).Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override int CopyNonZerosCore(int row, int first, int end, Span<int> columns, Span<float> values)
    {
        (int start, int count) = GetExtent(row, first, end);
        ReadOnlySpan<int> stored = _columns.Span.Slice(start, count);
        if (first == 0)
        {
            stored.CopyTo(columns);
        }
        else
        {
            TensorPrimitives.Subtract(stored, first, columns);
        }

        _values.Span.Slice(start, count).CopyTo(values);
        return count;
    }

    // Prefetches the whole row, since finding the positions of some columns would require reading the row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Prefetch(int row, int first, int end)
    {
        (int start, int count) = GetExtent(row);
        CacheHints.Prefetch(_columns.Span.Slice(start, count));
        CacheHints.Prefetch(_values.Span.Slice(start, count));
    }

    internal override FeatureMatrix Slice(int first, int count) => new SparseFeatures(this, first, count);

    internal override FeatureMatrix Select(int[] rows)
    {
        int[] starts = new int[rows.Length + 1];
        for (int i = 0; i < rows.Length; i++)
        {
            starts[i + 1] = starts[i] + GetExtent(rows[i]).Count;
        }

        int[] columns = new int[starts[^1]];
        float[] values = new float[starts[^1]];
        for (int i = 0; i < rows.Length; i++)
        {
            (int start, int count) = GetExtent(rows[i]);
            _columns.Slice(start, count).CopyTo(columns.AsMemory(starts[i]));
            _values.Slice(start, count).CopyTo(values.AsMemory(starts[i]));
        }

        return new SparseFeatures(starts, columns, values, ColumnCount, MaxRowNonZeros);
    }

    private (int Start, int Count) GetExtent(int row)
    {
        ReadOnlySpan<int> starts = _rowStarts.Span.Slice(row, 2);
        return (starts[0], starts[1] - starts[0]);
    }

    private (int Start, int Count) GetExtent(int row, int first, int end)
    {
        (int start, int count) = GetExtent(row);
        ReadOnlySpan<int> columns = _columns.Span.Slice(start, count);
        int from = first == 0 ? 0 : SortedIndices.FirstAtLeast(columns, first);
        int to = end == ColumnCount ? count : SortedIndices.FirstAtLeast(columns, end);
        return (start + from, to - from);
    }

    // Throws if the arrays are inconsistent. Returns the maximum number of values in a row.
    private static int Check(ReadOnlySpan<int> rowStarts, ReadOnlySpan<int> columns, int valueCount, int columnCount)
    {
        if (rowStarts.IsEmpty || rowStarts[0] != 0 || rowStarts[^1] != valueCount || columns.Length != valueCount)
        {
            throw new ArgumentException(
                $"Row starts must begin with 0 and end with the number of values ({valueCount}), "
                + $"and the number of columns ({columns.Length}) must equal the number of values.");
        }

        int longest = 0;
        for (int row = 0; row + 1 < rowStarts.Length; row++)
        {
            if (rowStarts[row] > rowStarts[row + 1] || rowStarts[row + 1] > valueCount)
            {
                throw new ArgumentException($"Row starts must ascend up to the number of values; they do not ascend at row {row}.");
            }

            ReadOnlySpan<int> rowColumns = columns[rowStarts[row]..rowStarts[row + 1]];
            longest = Math.Max(longest, rowColumns.Length);
            if (SortedIndices.AreStrictlyAscending(rowColumns, columnCount))
            {
                continue;
            }

            int previous = -1;
            foreach (int column in rowColumns)
            {
                if (column <= previous || column >= columnCount)
                {
                    throw new ArgumentException(
                        $"Row {row} has column {column} after column {previous}; accepted: strictly ascending, below {columnCount}.");
                }

                previous = column;
            }
        }

        return longest;
    }
}
