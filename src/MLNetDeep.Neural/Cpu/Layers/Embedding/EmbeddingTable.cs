using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The table of an embedding, and its update: the gradient of a table row is the sum of the gradients at its occurrences. It is summed in
/// registers and used at once, so there is no gradient in memory.
/// </summary>
/// <remarks>
/// Rows that do not occur are passed over if the optimizer leaves them as they are. Otherwise one pass over the table updates all rows; it is
/// bound by memory, and the sums add little to it.
/// </remarks>
internal sealed unsafe class EmbeddingTable
{
    // The number of floats that an update tile of the whole table has, and the number of rows in a tile of rows that occur.
    private const int FloatsPerTile = 4096;
    private const int RowsPerTile = 32;

    private readonly LayerParameter _table;
    private readonly BatchInput _input;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly int _rows;
    private readonly Action<int> _updateTile;
    private Occurrences? _occurrences;

    // The state of the current update.
    private bool _updatesAllRows;
    private float* _vectors;
    private CpuUpdate? _update;

    public EmbeddingTable(Embedding layer, LayerContext context)
    {
        _table = context.Parameter("weight");
        _input = (BatchInput)context.Input;
        _kernels = context.Kernels;
        _team = context.Team;
        _rows = layer.InputDim;
        Columns = layer.OutputDim;
        Stride = ((TableLayout)_table.Values.Layout).Stride;
        _updateTile = UpdateTile;
    }

    /// <summary>The number of values in a row of the table.</summary>
    public int Columns { get; }

    /// <summary>The row stride of the table, in floats.</summary>
    public int Stride { get; }

    /// <summary>The table.</summary>
    public float* Pointer => _table.Pointer;

    /// <summary>Whether the table is trained, and not frozen.</summary>
    public bool IsTrained => _table.IsTrained;

    private int RowsInTile => _updatesAllRows ? Math.Max(1, FloatsPerTile / Stride) : RowsPerTile;

    /// <summary>Allocates memory for training with batches of this many rows.</summary>
    public void EnsureRows(int rows)
    {
        _occurrences ??= new Occurrences(_rows);
        _occurrences.EnsureCapacity(rows * _input.Columns);
    }

    /// <summary>Finds where each row of the table occurs in the batch, for the update.</summary>
    /// <param name="rows">The number of rows in the batch.</param>
    /// <param name="rowStride">The offset between the gradients of two rows of the batch, in floats.</param>
    /// <param name="positionStride">The offset between the gradients of two positions of a row, in floats.</param>
    public void FindOccurrences(int rows, int rowStride, int positionStride) =>
        _occurrences!.Find(_input.Indices, rows, rowStride, positionStride);

    /// <summary>Updates the table. The occurrences must have been found.</summary>
    /// <param name="vectors">The gradients of the occurrences.</param>
    /// <param name="update">Applies or stores the gradient.</param>
    public void Update(float* vectors, CpuUpdate update)
    {
        _vectors = vectors;
        _update = update;
        _updatesAllRows = !_kernels.SkipsZeroGradients(update.For(_table.Index));
        int rows = _updatesAllRows ? _rows : _occurrences!.RowCount;
        long work = (long)Stride * (_occurrences!.Count + (_updatesAllRows ? 4L * _rows : 0));
        _team.Run((rows + RowsInTile - 1) / RowsInTile, work, _updateTile);
    }

    private void UpdateTile(int tile)
    {
        int first = tile * RowsInTile;
        int end = Math.Min(first + RowsInTile, _updatesAllRows ? _rows : _occurrences!.RowCount);
        TableGradient gradient = _occurrences!.GradientOf(_vectors, Columns, Stride, _updatesAllRows);
        _kernels.Update(gradient, _update!.For(_table.Index), _update.Target(_table.Index), first, end);
    }
}
