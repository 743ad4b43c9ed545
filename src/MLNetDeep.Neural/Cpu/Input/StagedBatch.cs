using System.Runtime.CompilerServices;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The rows of one batch, copied together (staged) as full or compressed rows. Each part may be staged by the thread that will compute
/// with it, since staging a part is faster than reading it from another core's cache. The memory is reused for the next batch.
/// </summary>
internal sealed unsafe class StagedBatch
{
    private const int NotStaged = 0;
    private const int Staging = 1;
    private const int Staged = 2;

    // The number of rows to prefetch ahead. Copying a row takes about a third of the memory latency.
    private const int PrefetchDistance = 4;

    private readonly InputParts _parts;
    private readonly bool _transposes;
    private readonly int _stride;
    private readonly SparsePart[] _sparse;
    private readonly int[] _states;
    private readonly BatchRows _rows = new();
    private AlignedBuffer? _full;

    /// <summary>Creates an empty batch.</summary>
    /// <param name="parts">The columns, and their division into parts.</param>
    /// <param name="transposes">Whether compressed rows are also stored by columns.</param>
    public StagedBatch(InputParts parts, bool transposes)
    {
        _parts = parts;
        _transposes = transposes;
        _stride = AlignedBuffer.Pad(parts.Inputs);
        _sparse = [.. Enumerable.Range(0, parts.Count).Select(part => new SparsePart(parts.FirstInput(part), parts.FirstInput(part + 1)))];
        _states = new int[parts.Count];
    }

    /// <summary>The matrix that contains the rows.</summary>
    public FeatureMatrix? Features { get; private set; }

    /// <summary>The row indices in the matrix.</summary>
    public ReadOnlySpan<int> Rows => _rows.Span;

    /// <summary>Whether the rows are compressed.</summary>
    public bool IsSparse { get; private set; }

    /// <summary>Whether all parts are staged.</summary>
    public bool IsStaged => !_states.AsSpan().ContainsAnyExcept(Staged);

    /// <summary>The full rows, each padded to whole cache lines; null if the rows are compressed.</summary>
    public float* Full => IsSparse ? null : _full!.Pointer;

    /// <summary>A part of the compressed rows.</summary>
    public SparsePart Sparse(int part) => _sparse[part];

    /// <summary>Whether the batch consists of these rows.</summary>
    public bool Holds(FeatureMatrix features, ReadOnlySpan<int> rows) => Features == features && Rows.SequenceEqual(rows);

    /// <summary>Sets the rows to stage, and allocates memory for full rows.</summary>
    public void Begin(FeatureMatrix features, ReadOnlySpan<int> rows, bool isSparse)
    {
        Features = features;
        _rows.Set(rows);
        IsSparse = isSparse;
        Array.Clear(_states);
        if (!isSparse && (_full is null || _full.Length < (long)rows.Length * _stride))
        {
            // One more line, as Activations have it.
            _full = new AlignedBuffer(((long)rows.Length * _stride) + AlignedBuffer.LineLength);
        }
    }

    /// <summary>Makes the batch a single compressed row, and returns memory that the caller fills with it.</summary>
    public SparseRows BeginRow(int part, long values)
    {
        Features = null;
        IsSparse = true;
        SparseRows row = _sparse[part].Begin(1, values);
        row.Starts[0] = 0;
        return row;
    }

    /// <summary>Copies a range of full rows, with all parts. After all rows are copied, call <see cref="SetStaged"/>.</summary>
    public void CopyRows(int first, int end) => CopyRows(first, end, 0, _parts.Inputs);

    /// <summary>Marks all parts as staged.</summary>
    public void SetStaged() => _states.AsSpan().Fill(Staged);

    /// <summary>Stages a part of the rows, unless the part is already staged or another thread is staging it.</summary>
    public void StagePart(int part)
    {
        if (Interlocked.CompareExchange(ref _states[part], Staging, NotStaged) != NotStaged)
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
                CopyRows(0, Rows.Length, _parts.FirstInput(part), _parts.FirstInput(part + 1));
            }

            Volatile.Write(ref _states[part], Staged);
        }
        catch
        {
            // The thread that needs the part tries again, and throws if that fails too.
            Volatile.Write(ref _states[part], NotStaged);
            throw;
        }
    }

    /// <summary>The number of values in the compressed rows.</summary>
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
        if (Features is DenseFeatures { RowLengths.IsEmpty: true } numbers && endColumn - firstColumn <= AlignedBuffer.LineLength)
        {
            // For a few numbers, calls and prefetching take longer than copying.
            numbers.CopyRows(rows[first..end], firstColumn, endColumn, _full!.Pointer + ((long)first * _stride) + firstColumn, _stride);
            return;
        }

        for (int row = first - PrefetchDistance; row < end; row++)
        {
            if (row + PrefetchDistance < end)
            {
                Features!.Prefetch(rows[row + PrefetchDistance], firstColumn, endColumn);
            }

            if (row >= first)
            {
                float* destination = _full!.Pointer + ((long)row * _stride) + firstColumn;
                Span<float> values = new(destination, endColumn - firstColumn);
                Features!.CopyRow(rows[row], firstColumn, endColumn, values);
                if (!Features.RowLengths.IsEmpty)
                {
                    int used = Features.LengthOf(rows[row]) * (Features.ColumnCount / Features.PositionCount);
                    values[Math.Clamp(used - firstColumn, 0, values.Length)..].Clear();
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Compress(SparsePart sparse)
    {
        ReadOnlySpan<int> rows = Rows;
        sparse.Begin(Features!, rows.Length);
        for (int row = -PrefetchDistance; row < rows.Length; row++)
        {
            if (row + PrefetchDistance < rows.Length)
            {
                sparse.Prefetch(Features!, rows[row + PrefetchDistance]);
            }

            if (row >= 0)
            {
                sparse.CompressRow(Features!, rows[row], row);
            }
        }

        if (_transposes)
        {
            sparse.Transpose();
        }
    }
}
