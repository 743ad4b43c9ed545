using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The table of an embedding, and its update: the gradient of a table row is the sum of the gradients at its occurrences. It is summed in
/// the cache, for a tile of rows at a time, and used at once, so there is no gradient in memory.
/// </summary>
/// <remarks>Rows that do not occur are skipped if the optimizer does not change them. Otherwise an update changes all rows.</remarks>
internal sealed unsafe class EmbeddingTable
{
    // The number of floats in a tile: its sums fit into the first-level cache.
    private const int FloatsPerTile = 4096;

    // Large tables have many tiles, and most may have nothing to update. So tiles are joined to at most this many parts for the threads.
    private const int MaxParts = 64;

    private readonly LayerParameter _table;
    private readonly BatchInput _input;
    private readonly KernelSet _kernels;
    private readonly ThreadTeam _team;
    private readonly int _rows;
    private readonly int _rowsPerTile;
    private readonly Action<int> _updatePart;
    private readonly ThreadBuffers _sums;
    private readonly RowList?[] _lists;
    private Occurrences? _occurrences;

    // The state of the current update.
    private int _parts;
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
        _rowsPerTile = 1 << int.Log2(Math.Max(1, FloatsPerTile / Stride));
        _updatePart = UpdatePart;
        _sums = new ThreadBuffers(_team.Size, _rowsPerTile * Stride);
        _lists = new RowList?[_team.Size];
    }

    /// <summary>The number of values in a row of the table.</summary>
    public int Columns { get; }

    /// <summary>The row stride of the table, in floats.</summary>
    public int Stride { get; }

    /// <summary>The table.</summary>
    public float* Pointer => _table.Pointer;

    /// <summary>Whether the table is trained, and not frozen.</summary>
    public bool IsTrained => _table.IsTrained;

    /// <summary>Allocates memory for training with batches of this many rows.</summary>
    public void EnsureRows(int rows)
    {
        _occurrences ??= new Occurrences(_rows, _rowsPerTile);
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
        _parts = Math.Min(_occurrences!.Tiles, MaxParts);
        _updatesAllRows = !_kernels.SkipsZeroGradients(update.For(_table.Index));
        _team.Run(_parts, (long)Stride * (_occurrences.Count + (_updatesAllRows ? 4L * _rows : 0)), _updatePart);
    }

    private void UpdatePart(int part)
    {
        int end = (int)((part + 1L) * _occurrences!.Tiles / _parts);
        for (int tile = (int)((long)part * _occurrences.Tiles / _parts); tile < end; tile++)
        {
            UpdateTile(tile);
        }
    }

    private void UpdateTile(int tile)
    {
        int first = tile * _rowsPerTile;
        TableOccurrence* occurrences = _occurrences!.Of(tile, out int count);
        TableSums sums = new()
        {
            Sums = _sums.Pointer(),
            Count = Math.Min(_rowsPerTile, _rows - first),
            Origin = (nint)first * Stride,
            Columns = Columns,
            Stride = Stride,
        };
        if (!_updatesAllRows)
        {
            RowList list = _lists[ThreadTeam.CurrentShare] ??= new RowList(_rowsPerTile);
            list.Clear();
            list.Add(new ReadOnlySpan<TableOccurrence>(occurrences, count));
            sums.List = list.Pointer;
            sums.Count = list.Count;
        }

        _kernels.AddVectors(occurrences, count, _vectors, sums.Sums, Stride, Columns);
        _kernels.Update(sums, _update!.For(_table.Index), _update.Target(_table.Index));
    }
}
