namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The input rows of a batch, brought together in one of two forms: in full, or, when few values are lit, in compressed rows, so that the
/// first layer touches only the weights of what is lit. Both give the same bits.
/// </summary>
internal sealed unsafe class BatchInput : Activations
{
    // Above this share of lit values full rows are faster: 8 rows at a time then share each load of a weight.
    private const int SparseBelowOneIn = 3;

    private readonly ThreadTeam _team;
    private readonly bool _allowsSparse;
    private readonly Action<int> _countRow;
    private readonly Action<int> _copyRow;
    private int[] _counts = [];
    private SparseRows? _ownSparse;
    private FeatureMatrix? _features;
    private int* _rows;

    /// <summary>Makes the input of a network.</summary>
    /// <param name="columns">The values in a row.</param>
    /// <param name="allowsSparse">Whether the first layer can take compressed rows.</param>
    /// <param name="team">Who does the copying.</param>
    public BatchInput(int columns, bool allowsSparse, ThreadTeam team)
        : base(columns)
    {
        _allowsSparse = allowsSparse;
        _team = team;
        _countRow = row => _counts[row] = _features!.CountNonZeros(_rows[row]);
        _copyRow = CopyRow;
    }

    /// <summary>The compressed rows, or null where the rows are in full at <see cref="Activations.Pointer"/>.</summary>
    public SparseRows? Sparse { get; private set; }

    /// <summary>Brings in the given rows of a matrix.</summary>
    public void Stage(FeatureMatrix features, ReadOnlySpan<int> rows)
    {
        fixed (int* pointer = rows)
        {
            _features = features;
            _rows = pointer;
            Sparse = _allowsSparse ? TryCompress(rows.Length) : null;
            if (Sparse is null)
            {
                EnsureRows(rows.Length);
            }

            _team.Run(rows.Length, (long)rows.Length * Columns / 4, _copyRow);
            _rows = null;
        }
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
        SparseRows sparse = OwnSparse(1, Columns);
        sparse.Starts[0] = 0;
        sparse.Ends[0] = NonZeros.Copy(row, sparse.Indices, sparse.Values);
        Sparse = sparse;
    }

    /// <summary>Brings in one row given by its lit values.</summary>
    public void StageRow(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        if (_allowsSparse)
        {
            SparseRows sparse = OwnSparse(1, Columns);
            columns.CopyTo(sparse.Indices);
            values.CopyTo(sparse.Values);
            sparse.Starts[0] = 0;
            sparse.Ends[0] = columns.Length;
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

    // Counts lit values first, and compresses if they are few.
    private SparseRows? TryCompress(int rowCount)
    {
        long most = (long)rowCount * Math.Min(_features!.MaxRowNonZeros, Columns / SparseBelowOneIn);
        if (_counts.Length < rowCount)
        {
            _counts = new int[rowCount];
        }

        _team.Run(rowCount, (long)rowCount * Columns / 16, _countRow);
        long total = 0;
        for (int row = 0; row < rowCount; row++)
        {
            total += _counts[row];
        }

        if (total > most)
        {
            return null;
        }

        // Room for the densest batch that is ever compressed: so allocated once, whatever rows follow.
        SparseRows sparse = OwnSparse(rowCount, Math.Max(most, Columns));
        int start = 0;
        for (int row = 0; row < rowCount; row++)
        {
            sparse.Starts[row] = start;
            start += _counts[row];
        }

        return sparse;
    }

    private SparseRows OwnSparse(int rows, long nonZeros)
    {
        if (_ownSparse is null || !_ownSparse.HasRoom(rows, nonZeros))
        {
            _ownSparse = new SparseRows(rows, nonZeros);
        }

        return _ownSparse;
    }

    private void CopyRow(int row)
    {
        if (Sparse is { } sparse)
        {
            int start = sparse.Starts[row];
            int room = _counts[row];
            int count = _features!.CopyNonZeros(_rows[row], sparse.Indices.Slice(start, room), sparse.Values.Slice(start, room));
            sparse.Ends[row] = start + count;
        }
        else
        {
            _features!.CopyRow(_rows[row], new Span<float>(Pointer + ((long)row * Stride), Columns));
        }
    }
}
