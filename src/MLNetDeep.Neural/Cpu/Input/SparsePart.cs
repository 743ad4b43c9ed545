using System.Runtime.CompilerServices;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>A range of columns of a batch, compressed by rows and by columns, in memory that the next batch reuses.</summary>
/// <param name="first">The first column; it has index 0 within the part.</param>
/// <param name="end">The column after the last.</param>
internal sealed class SparsePart(int first, int end)
{
    // Extra capacity of one vector per row, so that rows can be written in whole vectors.
    private const int Slack = AlignedBuffer.LineLength;

    private SparseRows? _rows;
    private SparseRows? _columns;
    private int _count;

    /// <summary>The compressed rows.</summary>
    public SparseRows Rows => _rows!;

    /// <summary>The compressed columns, after <see cref="Transpose"/>.</summary>
    public SparseRows Columns => _columns!;

    /// <summary>Allocates memory for this many rows of a matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Begin(FeatureMatrix features, int rows)
    {
        // Every row gets the capacity of the fullest one, so that rows can be compressed in any order without counting first.
        int capacity = CapacityFor(features);
        SparseRows sparse = Begin(rows, (long)rows * capacity);
        for (int row = 0; row < rows; row++)
        {
            sparse.Starts[row] = row * capacity;
        }
    }

    /// <summary>Allocates memory for rows that the caller fills.</summary>
    public SparseRows Begin(int rows, long values)
    {
        if (_rows is null || !_rows.HasCapacity(rows, values))
        {
            _rows = new SparseRows(rows, values);
        }

        _count = rows;
        return _rows;
    }

    /// <summary>Compresses this part's columns of one row of the matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CompressRow(FeatureMatrix features, int sourceRow, int targetRow)
    {
        int start = Rows.Starts[targetRow];
        int capacity = CapacityFor(features);
        Span<int> indices = Rows.Indices.Slice(start, capacity);
        Span<float> values = Rows.Values.Slice(start, capacity);
        Rows.Ends[targetRow] = start + features.CopyNonZeros(sourceRow, first, end, indices, values);
    }

    /// <summary>Prefetches a row that will be compressed soon.</summary>
    public void Prefetch(FeatureMatrix features, int source) => features.Prefetch(source, first, end);

    /// <summary>Computes <see cref="Columns"/> from all rows.</summary>
    public void Transpose()
    {
        if (_columns is null || !_columns.HasCapacity(end - first, Rows.Values.Length))
        {
            _columns = new SparseRows(end - first, Rows.Values.Length);
        }

        _columns.SetTransposed(Rows, _count, end - first);
    }

    /// <summary>The number of values in all rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long CountValues()
    {
        long count = 0;
        for (int row = 0; row < _count; row++)
        {
            count += Rows.Ends[row] - Rows.Starts[row];
        }

        return count;
    }

    private int CapacityFor(FeatureMatrix features) => Math.Min(features.MaxRowNonZeros, end - first) + Slack;
}
