using System.Numerics.Tensors;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The input rows of a batch, brought together in one of two forms: in full, or, when few values are lit, in compressed rows, so that the
/// first layer touches only the weights of what is lit. Both give the same bits. The batch after it may be brought together meanwhile: full
/// rows by whoever has nothing else to do, parts of compressed ones by the threads that work with them.
/// </summary>
internal sealed unsafe class BatchInput : Activations
{
    // Above this share of lit values full rows are faster: 8 rows at a time then share each load of a weight.
    private const int SparseBelowOneIn = 3;

    // How often rows that are brought in in full are counted, to see whether they are still so full.
    private const int BatchesBetweenCounts = 16;

    private const int RowsPerBlock = 16;

    private readonly ThreadTeam _team;
    private readonly bool _allowsSparse;
    private readonly InputParts _parts;
    private readonly Action<int> _copyBlock;
    private readonly Action<int> _stagePart;
    private readonly Action _bringNext;
    private StagedBatch _batch;
    private StagedBatch _next;
    private bool _hasNext;

    // Whether the batch at hand is that which comes next.
    private bool _isAhead;

    // Of the matrix that rows were last taken from.
    private FeatureMatrix? _judged;
    private bool _wantsSparse;
    private int _batchesUncounted;

    /// <summary>Makes the input of a network.</summary>
    /// <param name="parts">The values in a row, and how compressed rows are cut.</param>
    /// <param name="allowsSparse">Whether the first layer can take compressed rows.</param>
    /// <param name="transposes">Whether compressed rows are wanted by columns too.</param>
    /// <param name="team">Who does the copying.</param>
    public BatchInput(InputParts parts, bool allowsSparse, bool transposes, ThreadTeam team)
        : base(parts.Inputs)
    {
        _allowsSparse = allowsSparse;
        _parts = parts;
        _team = team;
        _batch = new StagedBatch(parts, transposes);
        _next = new StagedBatch(parts, transposes);
        _copyBlock = CopyBlock;
        _stagePart = part => _batch.StagePart(part);
        _bringNext = BringNext;
    }

    /// <summary>Whether the rows are compressed; otherwise they are in full at <see cref="Activations.Pointer"/>.</summary>
    public bool IsSparse { get; private set; }

    /// <summary>A part of the compressed rows.</summary>
    public SparsePart Sparse(int part) => _batch.Sparse(part);

    /// <summary>Brings in the given rows of a matrix.</summary>
    public void Stage(FeatureMatrix features, ReadOnlySpan<int> rows)
    {
        Begin(features, rows);
        if (!_batch.IsStaged)
        {
            long work = (long)rows.Length * Columns / 4;
            if (_batch.IsSparse)
            {
                _team.Run(_parts.Count, work, _stagePart);
            }
            else
            {
                _team.Run((rows.Length + RowsPerBlock - 1) / RowsPerBlock, work, _copyBlock);
                _batch.SetStaged();
            }
        }

        if (_batch.IsSparse)
        {
            _wantsSparse = _batch.CountValues() <= Most(rows.Length, Columns);
        }
    }

    /// <summary>
    /// Brings in a part of the given rows of a matrix. Where their density is not known, and of the rows after them, that of this part counts.
    /// </summary>
    public void Stage(FeatureMatrix features, ReadOnlySpan<int> rows, int part)
    {
        Begin(features, rows);
        _batch.StagePart(part);
        if (_batch.IsSparse)
        {
            _wantsSparse = Sparse(part).CountValues() <= Most(rows.Length, _parts.First(part + 1) - _parts.First(part));
        }
    }

    /// <summary>Brings in another part of the rows that were last brought in.</summary>
    public void StagePart(int part) => _batch.StagePart(part);

    /// <summary>Says which rows come next, so that they can be brought together meanwhile.</summary>
    public void StageNext(FeatureMatrix features, ReadOnlySpan<int> rows)
    {
        _next.Begin(features, rows, WantsSparse(features, rows));
        _hasNext = true;
        _team.BeginBackgroundTask(_bringNext);
    }

    /// <summary>
    /// Brings in a part of the rows that come next, in the place of those that were last brought in, which are done with. What fails is tried
    /// again when they are needed, and fails then.
    /// </summary>
    public void Advance(FeatureMatrix features, ReadOnlySpan<int> rows, int part)
    {
        try
        {
            _batch.Begin(features, rows, WantsSparse(features, rows));
            _batch.StagePart(part);
            _isAhead = true;
        }
        catch (Exception)
        {
            // The step before, which is all but done, has nothing to do with it.
        }
    }

    /// <summary>Forgets what <see cref="Advance"/> has brought in: it may have changed since.</summary>
    public void ForgetAhead() => _isAhead = false;

    /// <summary>Brings in a part of the rows that come next, if that is known; for the thread that works with that part.</summary>
    public void StageNextPart(int part)
    {
        if (_hasNext && _next.IsSparse)
        {
            _next.StagePart(part);
        }
    }

    /// <summary>Refers to full rows that lie one after another, without copying; they must stay where they are until the batch is done.</summary>
    public void UseRows(float* rows)
    {
        IsSparse = false;
        Pointer = rows;
        Stride = Columns;
    }

    /// <summary>Copies full rows that lie one after another.</summary>
    public void CopyRows(ReadOnlySpan<float> values, int rows)
    {
        IsSparse = false;
        EnsureRows(rows);
        for (int row = 0; row < rows; row++)
        {
            values.Slice(row * Columns, Columns).CopyTo(new Span<float>(Pointer + ((long)row * Stride), Columns));
        }
    }

    /// <summary>Brings in one full row, compressed whatever its density: alone, it gains nothing from the dense product.</summary>
    public void StageRow(ReadOnlySpan<float> row)
    {
        IsSparse = true;
        for (int part = 0; part < _parts.Count; part++)
        {
            ReadOnlySpan<float> values = row[_parts.First(part).._parts.First(part + 1)];
            SparseRows sparse = _batch.BeginRow(part, values.Length + AlignedBuffer.LineLength);
            sparse.Ends[0] = NonZeros.Copy(values, sparse.Indices, sparse.Values);
        }
    }

    /// <summary>Brings in one row given by its lit values.</summary>
    public void StageRow(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        if (_allowsSparse)
        {
            IsSparse = true;
            int start = 0;
            for (int part = 0; part < _parts.Count; part++)
            {
                int first = _parts.First(part);
                int end = part + 1 == _parts.Count ? columns.Length : SortedIndices.FirstAtLeast(columns, _parts.First(part + 1));
                SparseRows sparse = _batch.BeginRow(part, _parts.First(part + 1) - first);
                TensorPrimitives.Subtract(columns[start..end], first, sparse.Indices);
                values[start..end].CopyTo(sparse.Values);
                sparse.Ends[0] = end - start;
                start = end;
            }

            return;
        }

        IsSparse = false;
        EnsureRows(1);
        Span<float> row = new(Pointer, Columns);
        row.Clear();
        for (int i = 0; i < columns.Length; i++)
        {
            row[columns[i]] = values[i];
        }
    }

    private void Begin(FeatureMatrix features, ReadOnlySpan<int> rows)
    {
        bool isAhead = _isAhead && _batch.Holds(features, rows);
        _isAhead = false;
        if (_hasNext)
        {
            _hasNext = false;
            _team.FinishBackgroundTask();
            isAhead = _next.Holds(features, rows);
            if (isAhead)
            {
                (_batch, _next) = (_next, _batch);
            }
        }

        if (!isAhead)
        {
            _batch.Begin(features, rows, WantsSparse(features, rows));
        }

        IsSparse = _batch.IsSparse;
        Pointer = _batch.Full;
        Stride = AlignedBuffer.Pad(Columns);
    }

    private void CopyBlock(int block) =>
        _batch.CopyRows(block * RowsPerBlock, Math.Min((block + 1) * RowsPerBlock, _batch.Rows.Length));

    // By whoever has nothing else to do. What fails is tried again when it is needed.
    private void BringNext()
    {
        try
        {
            if (_next.IsSparse)
            {
                _next.StagePart(ThreadTeam.Share * _parts.Count / _team.Size);
            }
            else
            {
                _next.CopyRows(0, _next.Rows.Length);
                _next.SetStaged();
            }
        }
        catch (Exception)
        {
            // The present step has nothing to do with it.
        }
    }

    // Rows are counted where nothing is known of the matrix, and now and then where its last ones were full; otherwise the last batch says.
    private bool WantsSparse(FeatureMatrix features, ReadOnlySpan<int> rows)
    {
        if (!_allowsSparse)
        {
            return false;
        }

        if (_judged != features || (!_wantsSparse && ++_batchesUncounted >= BatchesBetweenCounts))
        {
            _judged = features;
            _batchesUncounted = 0;
            long count = 0;
            foreach (int row in rows)
            {
                count += features.CountNonZeros(row);
            }

            _wantsSparse = count <= Most(rows.Length, Columns);
        }

        return _wantsSparse;
    }

    private static long Most(int rows, int columns) => (long)rows * (columns / SparseBelowOneIn);
}
