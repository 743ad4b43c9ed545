using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// An embedding: each index is replaced by a row of a table. The gradient of a table row is the sum of the gradients at its occurrences. It
/// is summed in registers and used at once, so there is no gradient in memory.
/// </summary>
/// <remarks>
/// Rows that do not occur are passed over if the optimizer leaves them as they are. Otherwise one pass over the table updates all rows; it is
/// bound by memory, and the sums add little to it.
/// </remarks>
internal sealed unsafe class EmbeddingLayer : CpuLayer
{
    // The number of floats that an update tile of the whole table has, and the number of rows in a tile of rows that occur.
    private const int FloatsPerTile = 4096;
    private const int RowsPerTile = 32;

    private readonly LayerParameter _table;
    private readonly BatchInput _input;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly int _tableRows;
    private readonly int _columns;
    private readonly int _stride;
    private readonly Action<int> _forwardTile;
    private readonly Action<int> _updateTile;
    private Occurrences? _occurrences;

    // The state of the current batch.
    private int _rows;
    private bool _areOccurrencesKnown;
    private bool _updatesAllRows;
    private CpuUpdate? _update;

    public EmbeddingLayer(Embedding layer, LayerContext context)
        : base(context.OutputShape)
    {
        _table = context.Parameter("weight");
        _input = (BatchInput)context.Input;
        _kernels = context.Kernels;
        _team = context.Team;
        _tableRows = layer.InputDim;
        _columns = layer.OutputDim;
        _stride = ((TableLayout)_table.Values.Layout).Stride;
        _forwardTile = ForwardTile;
        _updateTile = UpdateTile;
    }

    public override void EnsureRows(int rows, bool training)
    {
        base.EnsureRows(rows, training);
        if (training && _table.IsTrained)
        {
            _occurrences ??= new Occurrences(_tableRows);
            _occurrences.EnsureCapacity(rows * _input.Columns);
        }
    }

    public override void Forward(int rows, long? step)
    {
        _rows = rows;
        _areOccurrencesKnown = step is not null && _occurrences is not null;

        // In training, one more tile finds the occurrences for the update.
        _team.Run(_areOccurrencesKnown ? rows + 1 : rows, WorkFor(rows), _forwardTile);
    }

    public override void Backward(int rows, Activations? inputGradient, CpuUpdate update)
    {
        if (!_table.IsTrained)
        {
            return;
        }

        if (!_areOccurrencesKnown)
        {
            FindOccurrences();
        }

        _update = update;
        _updatesAllRows = !_kernels.SkipsZeroGradients(update.For(_table.Index));
        int tiles = _updatesAllRows
            ? (_tableRows + RowsInTile - 1) / RowsInTile
            : (_occurrences!.RowCount + RowsPerTile - 1) / RowsPerTile;
        long work = (long)_stride * (_occurrences!.Count + (_updatesAllRows ? 4L * _tableRows : 0));
        _team.Run(tiles, work, _updateTile);
    }

    private int RowsInTile => Math.Max(1, FloatsPerTile / _stride);

    private void ForwardTile(int tile)
    {
        int row = tile;
        if (_areOccurrencesKnown && row-- == 0)
        {
            FindOccurrences();
            return;
        }

        StagedIndices indices = _input.Indices;
        float* result = Output.Pointer + ((nint)row * Output.Stride);
        int* first = indices.Pointer + ((nint)row * indices.Columns);
        _kernels.LookUp(_table.Pointer, _stride, first, indices.LengthOf(row), result, _columns);
    }

    private void FindOccurrences() => _occurrences!.Find(_input.Indices, _rows, OutputGradient.Stride, _columns);

    private void UpdateTile(int tile)
    {
        int rowsInTile = _updatesAllRows ? RowsInTile : RowsPerTile;
        int end = Math.Min((tile + 1) * rowsInTile, _updatesAllRows ? _tableRows : _occurrences!.RowCount);
        TableGradient gradient = _occurrences!.GradientOf(OutputGradient.Pointer, _columns, _stride, _updatesAllRows);
        _kernels.Update(gradient, _update!.For(_table.Index), _update.Target(_table.Index), tile * rowsInTile, end);
    }
}
