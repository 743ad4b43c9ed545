using System.Runtime.CompilerServices;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The rows of one batch, brought together in full or compressed, in parts, each of which may be brought in by the thread that will work
/// with it: what another core has written takes longer to fetch than to make. The room is kept for the next batch.
/// </summary>
internal sealed unsafe class StagedBatch
{
    private const int Missing = 0;
    private const int Coming = 1;
    private const int Here = 2;

    // A row takes about a third of the time that memory does.
    private const int RowsAhead = 4;

    private readonly InputParts _parts;
    private readonly bool _transposes;
    private readonly int _stride;
    private readonly SparsePart[] _sparse;
    private readonly int[] _states;
    private readonly BatchRows _rows = new();
    private AlignedBuffer? _full;

    /// <summary>Makes room for a batch.</summary>
    /// <param name="parts">The columns, and how compressed ones are cut.</param>
    /// <param name="transposes">Whether compressed rows are wanted by columns too.</param>
    public StagedBatch(InputParts parts, bool transposes)
    {
        _parts = parts;
        _transposes = transposes;
        _stride = AlignedBuffer.Pad(parts.Inputs);
        _sparse = [.. Enumerable.Range(0, parts.Count).Select(part => new SparsePart(parts.First(part), parts.First(part + 1)))];
        _states = new int[parts.Count];
    }

    /// <summary>The matrix that the rows are of.</summary>
    public FeatureMatrix? Features { get; private set; }

    /// <summary>The rows.</summary>
    public ReadOnlySpan<int> Rows => _rows.Span;

    /// <summary>Whether the rows are compressed.</summary>
    public bool IsSparse { get; private set; }

    /// <summary>Whether all parts are there.</summary>
    public bool IsStaged => !_states.AsSpan().ContainsAnyExcept(Here);

    /// <summary>The rows in full, whole lines each; null where they are compressed.</summary>
    public float* Full => IsSparse ? null : _full!.Pointer;

    /// <summary>A part of the compressed rows.</summary>
    public SparsePart Sparse(int part) => _sparse[part];

    /// <summary>Whether it is for these rows.</summary>
    public bool Holds(FeatureMatrix features, ReadOnlySpan<int> rows) => Features == features && Rows.SequenceEqual(rows);

    /// <summary>Says which rows are to be brought in, and makes room for them.</summary>
    public void Begin(FeatureMatrix features, ReadOnlySpan<int> rows, bool isSparse)
    {
        Features = features;
        _rows.Set(rows);
        IsSparse = isSparse;
        Array.Clear(_states);
        if (!isSparse && (_full is null || _full.Length < (long)rows.Length * _stride))
        {
            _full = new AlignedBuffer((long)rows.Length * _stride);
        }
    }

    /// <summary>Room for one row that the caller compresses; it is this batch then.</summary>
    public SparseRows BeginRow(int part, long values)
    {
        Features = null;
        IsSparse = true;
        SparseRows row = _sparse[part].Begin(1, values);
        row.Starts[0] = 0;
        return row;
    }

    /// <summary>Brings in some of the rows, in full, with all parts; once all rows are there, <see cref="SetStaged"/> says so.</summary>
    public void CopyRows(int first, int end) => CopyRows(first, end, 0, _parts.Inputs);

    /// <summary>Says that all rows have been brought in.</summary>
    public void SetStaged() => _states.AsSpan().Fill(Here);

    /// <summary>Brings in a part of the rows, unless it is there, or another thread is about it.</summary>
    public void StagePart(int part)
    {
        if (Interlocked.CompareExchange(ref _states[part], Coming, Missing) != Missing)
        {
            return;
        }

        try
        {
            if (IsSparse)
            {
                Compress(_sparse[part]);
            }
            else
            {
                CopyRows(0, Rows.Length, _parts.First(part), _parts.First(part + 1));
            }

            Volatile.Write(ref _states[part], Here);
        }
        catch
        {
            // To be tried again by whoever needs it, who then is told.
            Volatile.Write(ref _states[part], Missing);
            throw;
        }
    }

    /// <summary>How many values the compressed rows have.</summary>
    public long CountValues()
    {
        long count = 0;
        foreach (SparsePart part in _sparse)
        {
            count += part.CountValues();
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CopyRows(int first, int end, int firstColumn, int endColumn)
    {
        ReadOnlySpan<int> rows = Rows;
        for (int row = first - RowsAhead; row < end; row++)
        {
            if (row + RowsAhead < end)
            {
                Features!.Prefetch(rows[row + RowsAhead], firstColumn, endColumn);
            }

            if (row >= first)
            {
                float* destination = _full!.Pointer + ((long)row * _stride) + firstColumn;
                Features!.CopyRow(rows[row], firstColumn, endColumn, new Span<float>(destination, endColumn - firstColumn));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Compress(SparsePart sparse)
    {
        ReadOnlySpan<int> rows = Rows;
        sparse.Begin(Features!, rows.Length);
        for (int row = -RowsAhead; row < rows.Length; row++)
        {
            if (row + RowsAhead < rows.Length)
            {
                sparse.Prefetch(Features!, rows[row + RowsAhead]);
            }

            if (row >= 0)
            {
                sparse.Copy(Features!, rows[row], row);
            }
        }

        if (_transposes)
        {
            sparse.Transpose();
        }
    }
}
