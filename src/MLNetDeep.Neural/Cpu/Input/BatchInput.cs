using System.Collections.Immutable;
using System.Numerics.Tensors;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The input rows of a batch, staged (copied) as full rows or, if few values are nonzero, as compressed rows. With compressed rows the
/// first layer reads only the weights of nonzero inputs. Both forms produce bit-identical results. The next batch may be staged while the
/// current one is computed: full rows by an idle thread, each part of compressed rows by the thread that will compute with that part.
/// </summary>
internal sealed unsafe class BatchInput : Activations
{
    private const int RowsPerBlock = 16;

    private readonly ThreadTeam _team;
    private readonly bool _acceptsSparse;
    private readonly bool _masksZeroIndices;
    private readonly InputParts _parts;
    private readonly InputDensity _density;
    private readonly Action<int> _copyBlock;
    private readonly Action<int> _stagePart;
    private readonly Action _stageNextRows;
    private readonly StagedIndices _indices;
    private StagedBatch _batch;
    private StagedBatch _next;
    private bool _hasNext;

    // Whether Advance has staged rows in _batch for the next step.
    private bool _isStagedAhead;

    /// <summary>Creates the input of a network.</summary>
    /// <param name="shape">The shape of one row.</param>
    /// <param name="plan">How rows are staged.</param>
    /// <param name="team">The threads.</param>
    public BatchInput(ImmutableArray<int> shape, InputPlan plan, ThreadTeam team)
        : base(shape)
    {
        _acceptsSparse = plan.AcceptsSparse;
        _masksZeroIndices = plan.MasksZeroIndices;
        _parts = plan.Parts;
        _density = new InputDensity(Columns);
        _indices = new StagedIndices(Columns, plan);
        _team = team;
        _batch = new StagedBatch(plan.Parts, plan.NeedsColumns);
        _next = new StagedBatch(plan.Parts, plan.NeedsColumns);
        _copyBlock = CopyBlock;
        _stagePart = part => _batch.StagePart(part);
        _stageNextRows = StageNextRows;
    }

    /// <summary>Whether the rows are compressed; otherwise they are full rows at <see cref="Activations.Pointer"/>.</summary>
    public bool IsSparse { get; private set; }

    /// <summary>The indices, if the matrix holds indices; in that case there are no values at <see cref="Activations.Pointer"/>.</summary>
    public StagedIndices Indices => _indices;

    /// <summary>For sequences, the number of used positions in each row.</summary>
    public SequenceLengths Lengths { get; } = new();

    /// <summary>A part of the compressed rows.</summary>
    public SparsePart Sparse(int part) => _batch.Sparse(part);

    /// <summary>Stages the given rows of a matrix.</summary>
    public void Stage(FeatureMatrix features, ReadOnlySpan<int> rows)
    {
        Lengths.Set(features, rows);
        if (features.Kind == FeatureKind.Indices)
        {
            _indices.Stage(features, rows);
            if (_masksZeroIndices && !_indices.AreReadInPlace)
            {
                Lengths.Set(_indices.Lengths);
            }

            return;
        }

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
            _density.Update(_batch.CountValues(), rows.Length, Columns);
        }
    }

    /// <summary>
    /// Stages one part (a range of columns) of the given rows. The density of this part determines the form of the next batch.
    /// </summary>
    public void Stage(FeatureMatrix features, ReadOnlySpan<int> rows, int part)
    {
        Lengths.Set(features, rows);
        Begin(features, rows);
        _batch.StagePart(part);
        if (_batch.IsSparse)
        {
            _density.Update(Sparse(part).CountValues(), rows.Length, _parts.FirstInput(part + 1) - _parts.FirstInput(part));
        }
    }

    /// <summary>Stages one more part of the rows staged last.</summary>
    public void StagePart(int part) => _batch.StagePart(part);

    /// <summary>Starts to stage the rows of the next batch while the current batch is computed.</summary>
    public void StageNext(FeatureMatrix features, ReadOnlySpan<int> rows)
    {
        if (features.Kind == FeatureKind.Indices)
        {
            // Copying indices takes too little time to be worth a background task.
            return;
        }

        _next.Begin(features, rows, WantsSparse(features, rows));
        _hasNext = true;
        _team.BeginBackgroundTask(_stageNextRows);
    }

    /// <summary>
    /// Stages a part of the next batch's rows. They replace the current rows, which are no longer needed. An exception is ignored: if
    /// staging fails here, it is tried again when the rows are needed and then throws.
    /// </summary>
    public void Advance(FeatureMatrix features, ReadOnlySpan<int> rows, int part)
    {
        try
        {
            _batch.Begin(features, rows, WantsSparse(features, rows));
            _batch.StagePart(part);
            _isStagedAhead = true;
        }
        catch (Exception)
        {
            // The current step must not fail because of the next step's rows.
        }
    }

    /// <summary>Discards the rows that <see cref="Advance"/> has staged, since the data may have changed.</summary>
    public void DiscardStagedAhead() => _isStagedAhead = false;

    /// <summary>Stages a part of the next batch's rows, if they are known. Called by the thread that computes with that part.</summary>
    public void StageNextPart(int part)
    {
        if (_hasNext && _next.IsSparse)
        {
            _next.StagePart(part);
        }
    }

    /// <summary>Uses contiguous full rows without copying them. They must stay at their address until the batch is done.</summary>
    public void UseRows(float* rows)
    {
        Lengths.Clear();
        IsSparse = false;
        Pointer = rows;
        Stride = Columns;
    }

    /// <summary>Copies contiguous full rows.</summary>
    public void CopyRows(ReadOnlySpan<float> values, int rows)
    {
        Lengths.Clear();
        IsSparse = false;
        EnsureRows(rows);
        for (int row = 0; row < rows; row++)
        {
            values.Slice(row * Columns, Columns).CopyTo(new Span<float>(Pointer + ((long)row * Stride), Columns));
        }
    }

    /// <summary>Stages one full row as a compressed row, whatever its density: for a single row the dense product is not faster.</summary>
    public void StageRow(ReadOnlySpan<float> row)
    {
        Lengths.Clear();
        IsSparse = true;
        for (int part = 0; part < _parts.Count; part++)
        {
            ReadOnlySpan<float> values = row[_parts.FirstInput(part).._parts.FirstInput(part + 1)];
            SparseRows sparse = _batch.BeginRow(part, values.Length + AlignedBuffer.LineLength);
            sparse.Ends[0] = NonZeros.Copy(values, sparse.Indices, sparse.Values);
        }
    }

    /// <summary>Stages one row, passed as its nonzero values.</summary>
    public void StageRow(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        Lengths.Clear();
        if (_acceptsSparse)
        {
            IsSparse = true;
            int start = 0;
            for (int part = 0; part < _parts.Count; part++)
            {
                int first = _parts.FirstInput(part);
                int end = part + 1 == _parts.Count ? columns.Length : SortedIndices.FirstAtLeast(columns, _parts.FirstInput(part + 1));
                SparseRows sparse = _batch.BeginRow(part, _parts.FirstInput(part + 1) - first);
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
        bool isAhead = _isStagedAhead && _batch.Holds(features, rows);
        _isStagedAhead = false;
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

    // Runs on an idle thread. An exception is ignored: staging is tried again when the rows are needed.
    private void StageNextRows()
    {
        try
        {
            if (_next.IsSparse)
            {
                _next.StagePart(ThreadTeam.CurrentShare * _parts.Count / _team.Size);
            }
            else
            {
                _next.CopyRows(0, _next.Rows.Length);
                _next.SetStaged();
            }
        }
        catch (Exception)
        {
            // The current step must not fail because of the next step's rows.
        }
    }

    private bool WantsSparse(FeatureMatrix features, ReadOnlySpan<int> rows) =>
        _acceptsSparse && features.RowLengths.IsEmpty && _density.IsSparse(features, rows);
}
