using MLNetDeep.Neural.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The rows of one batch, brought together in full or compressed, with room that is kept for the next.</summary>
/// <param name="parts">The columns, and how compressed rows are cut.</param>
internal sealed unsafe class StagedBatch(InputParts parts)
{
    // A vector at the end of each row's room, so that rows may be compressed vector by vector.
    private const int Slack = AlignedBuffer.LineLength;

    // A row takes about a third of the time that memory does.
    private const int RowsAhead = 4;

    private readonly int _stride = AlignedBuffer.Pad(parts.Inputs);
    private AlignedBuffer? _dense;
    private SparseRows? _sparse;
    private SparseRows? _transposed;
    private int[] _rows = [];
    private int _count;
    private bool _isSparse;

    /// <summary>The matrix that the rows are of.</summary>
    public FeatureMatrix? Features { get; private set; }

    /// <summary>The rows.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>The rows in full, whole lines each; null where they are compressed.</summary>
    public float* Dense => _isSparse ? null : _dense!.Pointer;

    /// <summary>The rows compressed; null where they are in full.</summary>
    public SparseRows? Sparse => _isSparse ? _sparse : null;

    /// <summary>The columns of the compressed rows, once <see cref="Transpose"/> has been called; null where rows are in full.</summary>
    public SparseRows? SparseColumns => _isSparse ? _transposed : null;

    /// <summary>Says which rows are to be brought in, and makes room for them.</summary>
    public void Begin(FeatureMatrix features, ReadOnlySpan<int> rows, bool isSparse)
    {
        Features = features;
        if (_rows.Length < rows.Length)
        {
            _rows = new int[rows.Length];
        }

        rows.CopyTo(_rows);
        _count = rows.Length;
        _isSparse = isSparse;
        if (!isSparse)
        {
            if (_dense is null || _dense.Length < (long)_count * _stride)
            {
                _dense = new AlignedBuffer((long)_count * _stride);
            }

            return;
        }

        // Each row has the room of the fullest: so rows may be compressed in any order, without being counted first.
        int room = features.MaxRowNonZeros + Slack;
        SparseRows sparse = Compressed(_count, (long)_count * room);
        for (int row = 0; row < _count; row++)
        {
            sparse.Starts[row] = row * room;
        }
    }

    /// <summary>Asks for the rows that are brought in first; to be called by who brings them in.</summary>
    public void Prefetch()
    {
        for (int row = 0; row < Math.Min(RowsAhead, _count); row++)
        {
            Features!.Prefetch(_rows[row]);
        }
    }

    /// <summary>Brings in one of the rows.</summary>
    public void Copy(int row)
    {
        if (row + RowsAhead < _count)
        {
            Features!.Prefetch(_rows[row + RowsAhead]);
        }

        if (_isSparse)
        {
            int start = _sparse!.Starts[row];
            int room = Features!.MaxRowNonZeros + Slack;
            int count = Features.CopyNonZeros(_rows[row], _sparse.Indices.Slice(start, room), _sparse.Values.Slice(start, room));
            _sparse.Ends[row] = start + count;
            _sparse.Cut(row, parts);
        }
        else
        {
            Features!.CopyRow(_rows[row], new Span<float>(_dense!.Pointer + ((long)row * _stride), parts.Inputs));
        }
    }

    /// <summary>Makes <see cref="SparseColumns"/>, once all rows are there.</summary>
    public void Transpose()
    {
        if (_isSparse)
        {
            if (_transposed is null || !_transposed.HasRoom(parts.Inputs, _sparse!.Values.Length))
            {
                _transposed = new SparseRows(parts.Inputs, _sparse!.Values.Length);
            }

            _transposed.SetTransposed(_sparse, _count, parts.Inputs);
        }
    }

    /// <summary>How many values the compressed rows have.</summary>
    public long CountValues()
    {
        long count = 0;
        for (int row = 0; row < _count; row++)
        {
            count += _sparse!.Ends[row] - _sparse.Starts[row];
        }

        return count;
    }

    /// <summary>Room for compressed rows that the caller fills; they are this batch then.</summary>
    public SparseRows Compressed(int rows, long values)
    {
        if (_sparse is null || !_sparse.HasRoom(rows, values))
        {
            _sparse = new SparseRows(rows, values, parts.Count);
        }

        _isSparse = true;
        return _sparse;
    }
}
