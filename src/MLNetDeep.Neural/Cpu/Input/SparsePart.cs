using System.Runtime.CompilerServices;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Some columns of the rows of a batch, compressed, by rows and by columns. The room is kept for the next batch.</summary>
/// <param name="first">The first of the columns, from which they are numbered.</param>
/// <param name="end">The column after the last.</param>
internal sealed class SparsePart(int first, int end)
{
    // A vector at the end of each row's room, so that rows may be compressed vector by vector.
    private const int Slack = AlignedBuffer.LineLength;

    private SparseRows? _rows;
    private SparseRows? _columns;
    private int _count;

    /// <summary>The rows.</summary>
    public SparseRows Rows => _rows!;

    /// <summary>The columns, once <see cref="Transpose"/> has been called.</summary>
    public SparseRows Columns => _columns!;

    /// <summary>Makes room for rows of a matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Begin(FeatureMatrix features, int rows)
    {
        // Each row has the room of the fullest: so rows may be compressed in any order, without being counted first.
        int room = RoomFor(features);
        SparseRows sparse = Begin(rows, (long)rows * room);
        for (int row = 0; row < rows; row++)
        {
            sparse.Starts[row] = row * room;
        }
    }

    /// <summary>Room for rows that the caller fills.</summary>
    public SparseRows Begin(int rows, long values)
    {
        if (_rows is null || !_rows.HasRoom(rows, values))
        {
            _rows = new SparseRows(rows, values);
        }

        _count = rows;
        return _rows;
    }

    /// <summary>Brings in the columns of one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Copy(FeatureMatrix features, int source, int row)
    {
        int start = Rows.Starts[row];
        int room = RoomFor(features);
        Rows.Ends[row] = start + features.CopyNonZeros(source, first, end, Rows.Indices.Slice(start, room), Rows.Values.Slice(start, room));
    }

    /// <summary>Says that a row will be brought in soon.</summary>
    public void Prefetch(FeatureMatrix features, int source) => features.Prefetch(source, first, end);

    /// <summary>Makes <see cref="Columns"/>, once all rows are there.</summary>
    public void Transpose()
    {
        if (_columns is null || !_columns.HasRoom(end - first, Rows.Values.Length))
        {
            _columns = new SparseRows(end - first, Rows.Values.Length);
        }

        _columns.SetTransposed(Rows, _count, end - first);
    }

    /// <summary>How many values the rows have.</summary>
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

    private int RoomFor(FeatureMatrix features) => Math.Min(features.MaxRowNonZeros, end - first) + Slack;
}
