using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// An embedding and the global average pooling after it: the mean of the table rows of a sequence. The embeddings of the positions are not
/// stored. Neither are their gradients, since all positions of a row have the same one: g / length.
/// </summary>
/// <remarks>
/// In training, threads share the table and not the rows of the batch: a thread selects the indices that are in its parts of the table, sums
/// these table rows, and later updates them. So a part of the table stays in the cache of one core. If all cores looked up all
/// rows, the cache lines that one core updates would move between the cores in every step, which takes several times as long as the update.
/// </remarks>
internal sealed unsafe class PooledEmbeddingLayer : CpuLayer
{
    // The number of parts depends on the table alone, since it determines how the sums are rounded. More threads than parts are not faster.
    private const int MinParts = 8;
    private const int MaxParts = 64;

    // The gradients of a part are summed in memory: up to 1 MiB, unless there are too many parts.
    private const int FloatsPerPart = 256 * 1024;
    private const int MinFloatsPerPart = 1024;

    private readonly LayerParameter _table;
    private readonly StagedIndices _indices;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly int _tableRows;
    private readonly int _columns;
    private readonly int _stride;
    private readonly int _parts;
    private readonly int _rowsPerPart;
    private readonly SelectedIndices _selected;
    private readonly ThreadBuffers _predicted;
    private readonly ThreadBuffers _sums;
    private readonly RowList?[] _lists;
    private readonly Action<int> _predictRow;
    private readonly Action<int> _forwardPart;
    private readonly Action<int> _updatePart;

    // The sums of each part, one after another; each has the rows of the batch.
    private AlignedBuffer? _partSums;
    private int[] _predictedCounts = [];
    private int _capacity;

    // The state of the current batch.
    private int _rows;
    private bool _areListsOfParts;
    private bool _updatesAllRows;
    private CpuUpdate? _update;

    /// <param name="layer">The embedding.</param>
    /// <param name="context">Its context.</param>
    /// <param name="pooling">The context of the pooling.</param>
    public PooledEmbeddingLayer(Embedding layer, LayerContext context, LayerContext pooling)
        : base(pooling.OutputShape)
    {
        _table = context.Parameter("weight");
        _indices = ((BatchInput)context.Input).Indices;
        _indices.AreReadInPlace = true;
        _kernels = context.Kernels;
        _team = context.Team;
        _tableRows = layer.InputDim;
        _columns = layer.OutputDim;
        _stride = ((TableLayout)_table.Values.Layout).Stride;
        long length = (long)_tableRows * _stride;
        long parts = Math.Min(Math.Clamp(length / FloatsPerPart, MinParts, MaxParts), 1 + (length / MinFloatsPerPart));
        _rowsPerPart = (int)((_tableRows + parts - 1) / parts);
        _parts = (_tableRows + _rowsPerPart - 1) / _rowsPerPart;
        _selected = new SelectedIndices(_parts, _indices.Columns);
        _predicted = new ThreadBuffers(_team.Size, _indices.Columns);
        _sums = new ThreadBuffers(_team.Size, _rowsPerPart * _stride);
        _lists = new RowList?[_team.Size];
        _predictRow = PredictRow;
        _forwardPart = ForwardPart;
        _updatePart = UpdatePart;
    }

    /// <inheritdoc/>
    public override long WorkFor(int rows) => (long)rows * _indices.Columns * _stride;

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        _predictedCounts = _predictedCounts.Length < rows ? new int[rows] : _predictedCounts;
        if (training && _capacity < rows)
        {
            _selected.EnsureRows(rows);
            _partSums = new AlignedBuffer((long)_parts * rows * _stride);
            _capacity = rows;
        }
    }

    public override void Forward(int rows, long? step)
    {
        _rows = rows;
        if (step is null)
        {
            _areListsOfParts = false;
            _team.Run(rows, WorkFor(rows), _predictRow);
            for (int row = 0; row < rows; row++)
            {
                CheckIndices(row, _predictedCounts[row]);
            }

            return;
        }

        SumParts();
        for (int row = 0; row < rows; row++)
        {
            float* sums = _partSums!.Pointer + ((nint)row * _stride);
            float* result = Output.Pointer + ((nint)row * Output.Stride);
            _kernels.ScaledSum(sums, (nint)_capacity * _stride, _parts, 1f / Math.Max(1, LengthOf(row)), result, _stride);
        }
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        if (!_table.IsTrained)
        {
            return;
        }

        if (!_areListsOfParts)
        {
            SumParts();
        }

        for (int row = 0; row < rows; row++)
        {
            _kernels.Scale(GradientOf(row), 1f / Math.Max(1, LengthOf(row)), OutputGradient.Stride);
        }

        _update = update;
        _updatesAllRows = !_kernels.SkipsZeroGradients(update.For(_table.Index));
        _team.Run(_parts, StepWork, _updatePart);
    }

    // The work of one direction of a training step. It is the same in both, so that both are shared or neither: a part of the table that one core
    // reads and another updates moves between their caches.
    private long StepWork => WorkFor(_rows) + (_updatesAllRows ? 4L * _tableRows * _stride : 0);

    private float* GradientOf(int row) => OutputGradient.Pointer + ((nint)row * OutputGradient.Stride);

    private int RowsIn(int part) => Math.Min(_rowsPerPart, _tableRows - (part * _rowsPerPart));

    private int LengthOf(int row)
    {
        int length = 0;
        for (int part = 0; part < _parts; part++)
        {
            length += _selected.Count(part, row);
        }

        return length;
    }

    // An index that was not selected is invalid, or a zero that is left out.
    private void CheckIndices(int row, int selected)
    {
        if (selected < _indices.InPlace(row).Length)
        {
            _indices.CheckInPlace(row);
        }
    }

    private int Select(ReadOnlySpan<int> indices, int first, int rows, int* list)
    {
        fixed (int* pointer = indices)
        {
            return _kernels.Select(pointer, indices.Length, first, rows, _indices.MasksZeros ? 0 : -1, list);
        }
    }

    private void PredictRow(int row)
    {
        int* list = (int*)_predicted.Pointer();
        int count = Select(_indices.InPlace(row), 0, _tableRows, list);
        float* result = Output.Pointer + ((nint)row * Output.Stride);
        _kernels.LookUpSum(_table.Pointer, _stride, list, count, result);
        _kernels.Scale(result, 1f / Math.Max(1, count), _stride);
        _predictedCounts[row] = count;
    }

    private void SumParts()
    {
        _team.Run(_parts, StepWork, _forwardPart);
        for (int row = 0; row < _rows; row++)
        {
            CheckIndices(row, LengthOf(row));
        }

        _areListsOfParts = true;
    }

    private void ForwardPart(int part)
    {
        int first = part * _rowsPerPart, rows = RowsIn(part);
        float* table = _table.Pointer + ((nint)first * _stride);
        int used = 0;
        for (int row = 0; row < _rows; row++)
        {
            ReadOnlySpan<int> indices = _indices.InPlace(row);
            int* list = _selected.Reserve(part, used, indices.Length) + used;
            int count = Select(indices, first, rows, list);
            float* sum = _partSums!.Pointer + ((((nint)part * _capacity) + row) * _stride);
            _kernels.LookUpSum(table, _stride, list, count, sum);
            _selected.Count(part, row) = count;
            used += count;
        }
    }

    private void UpdatePart(int part)
    {
        TableSums sums = new()
        {
            Sums = _sums.Pointer(),
            Count = RowsIn(part),
            Origin = (nint)part * _rowsPerPart * _stride,
            Columns = _columns,
            Stride = _stride,
        };
        int* selected = _selected.First(part);
        int used = 0;
        for (int row = 0; row < _rows; row++)
        {
            int count = _selected.Count(part, row);
            _kernels.AddVector(GradientOf(row), selected + used, count, sums.Sums, _stride, _columns);
            used += count;
        }

        if (!_updatesAllRows)
        {
            RowList list = _lists[ThreadTeam.CurrentShare] ??= new RowList(_rowsPerPart);
            list.Clear();
            list.Add(new ReadOnlySpan<int>(selected, used));
            sums.List = list.Pointer;
            sums.Count = list.Count;
        }

        _kernels.Update(sums, _update!.For(_table.Index), _update.Target(_table.Index));
    }
}
