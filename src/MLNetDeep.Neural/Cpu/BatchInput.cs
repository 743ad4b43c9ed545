using MLNetDeep.Neural.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The input rows of a batch, brought together in one of two forms: in full, or, when few values are lit, in compressed rows, so that the
/// first layer touches only the weights of what is lit. Both give the same bits. The batch after it may be brought together meanwhile.
/// </summary>
internal sealed unsafe class BatchInput : Activations
{
    // Above this share of lit values full rows are faster: 8 rows at a time then share each load of a weight.
    private const int SparseBelowOneIn = 3;

    // How often rows that are brought in in full are counted, to see whether they are still so full.
    private const int BatchesBetweenCounts = 16;

    private readonly ThreadTeam _team;
    private readonly bool _allowsSparse;
    private readonly bool _transposes;
    private readonly InputParts _parts;
    private readonly Action<int> _copyRow;
    private readonly Action _assembleNext;
    private StagedBatch _batch;
    private StagedBatch _next;
    private bool _hasNext;

    // Of the matrix that rows were last taken from.
    private FeatureMatrix? _judged;
    private bool _isSparse;
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
        _transposes = transposes;
        _parts = parts;
        _team = team;
        _batch = new StagedBatch(parts);
        _next = new StagedBatch(parts);
        _copyRow = row => _batch.Copy(row);
        _assembleNext = AssembleNext;
    }

    /// <summary>The compressed rows, or null where the rows are in full at <see cref="Activations.Pointer"/>.</summary>
    public SparseRows? Sparse { get; private set; }

    /// <summary>The compressed rows by columns, where they are wanted so.</summary>
    public SparseRows? SparseColumns => _batch.SparseColumns;

    /// <summary>Brings in the given rows of a matrix.</summary>
    public void Stage(FeatureMatrix features, ReadOnlySpan<int> rows)
    {
        bool isReady = false;
        if (_hasNext)
        {
            _hasNext = false;
            _team.FinishErrand();
            isReady = _next.Features == features && _next.Rows.SequenceEqual(rows);
            if (isReady)
            {
                (_batch, _next) = (_next, _batch);
            }
        }

        if (!isReady)
        {
            _batch.Begin(features, rows, IsSparse(features, rows));
            _batch.Prefetch();
            _team.Run(rows.Length, (long)rows.Length * Columns / 4, _copyRow);
            if (_transposes)
            {
                _batch.Transpose();
            }
        }

        Judge(_batch);
        Sparse = _batch.Sparse;
        Pointer = _batch.Dense;
        Stride = AlignedBuffer.Pad(Columns);
    }

    /// <summary>Has the rows of the batch after this one brought together by whichever thread has nothing else to do.</summary>
    public void StageNext(FeatureMatrix features, ReadOnlySpan<int> rows)
    {
        _next.Begin(features, rows, IsSparse(features, rows));
        _hasNext = true;
        _team.BeginErrand(_assembleNext);
    }

    /// <summary>Refers to full rows that lie one after another, without copying; they must stay where they are until the batch is done.</summary>
    public void UseRows(float* rows)
    {
        Sparse = null;
        Pointer = rows;
        Stride = Columns;
    }

    /// <summary>Copies full rows that lie one after another.</summary>
    public void CopyRows(ReadOnlySpan<float> values, int rows)
    {
        Sparse = null;
        EnsureRows(rows);
        for (int row = 0; row < rows; row++)
        {
            values.Slice(row * Columns, Columns).CopyTo(new Span<float>(Pointer + ((long)row * Stride), Columns));
        }
    }

    /// <summary>Brings in one full row, compressed whatever its density: alone, it gains nothing from the dense product.</summary>
    public void StageRow(ReadOnlySpan<float> row)
    {
        SparseRows sparse = _batch.Compressed(1, Columns + AlignedBuffer.LineLength);
        sparse.Starts[0] = 0;
        sparse.Ends[0] = NonZeros.Copy(row, sparse.Indices, sparse.Values);
        sparse.Cut(0, _parts);
        Sparse = sparse;
    }

    /// <summary>Brings in one row given by its lit values.</summary>
    public void StageRow(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        if (_allowsSparse)
        {
            SparseRows sparse = _batch.Compressed(1, Columns);
            columns.CopyTo(sparse.Indices);
            values.CopyTo(sparse.Values);
            sparse.Starts[0] = 0;
            sparse.Ends[0] = columns.Length;
            sparse.Cut(0, _parts);
            Sparse = sparse;
            return;
        }

        Sparse = null;
        EnsureRows(1);
        Span<float> row = new(Pointer, Columns);
        row.Clear();
        for (int i = 0; i < columns.Length; i++)
        {
            row[columns[i]] = values[i];
        }
    }

    private void AssembleNext()
    {
        _next.Prefetch();
        for (int row = 0; row < _next.Rows.Length; row++)
        {
            _next.Copy(row);
        }

        if (_transposes)
        {
            _next.Transpose();
        }
    }

    // Rows are counted where nothing is known of the matrix, and now and then where its last ones were full; otherwise the last batch says.
    private bool IsSparse(FeatureMatrix features, ReadOnlySpan<int> rows)
    {
        if (!_allowsSparse)
        {
            return false;
        }

        if (_judged != features || (!_isSparse && ++_batchesUncounted >= BatchesBetweenCounts))
        {
            _judged = features;
            _batchesUncounted = 0;
            long count = 0;
            foreach (int row in rows)
            {
                count += features.CountNonZeros(row);
            }

            _isSparse = count <= Most(rows.Length);
        }

        return _isSparse;
    }

    private void Judge(StagedBatch batch)
    {
        if (batch.Sparse is not null)
        {
            _isSparse = batch.CountValues() <= Most(batch.Rows.Length);
        }
    }

    private long Most(int rows) => (long)rows * (Columns / SparseBelowOneIn);
}
