namespace MLNetDeep.Neural.Cpu;

/// <summary>The indices of each row of a batch, divided among the parts of a table: a list for each part and row.</summary>
internal sealed unsafe class SelectedIndices
{
    // A list may receive some values beyond its end.
    private const int Spare = 16;

    private readonly int _parts;
    private readonly int _stride;
    private int _rows;
    private int[] _lists = [];
    private int[] _counts = [];

    /// <param name="parts">The number of parts.</param>
    /// <param name="columns">The number of indices in a row.</param>
    public SelectedIndices(int parts, int columns)
    {
        _parts = parts;
        _stride = columns + Spare;
    }

    /// <summary>Allocates memory for batches of this many rows.</summary>
    public void EnsureRows(int rows)
    {
        if (_rows < rows)
        {
            // The counts of each part have cache lines of their own.
            _rows = (rows + Spare - 1) / Spare * Spare;
            _lists = GC.AllocateUninitializedArray<int>(checked(_parts * _rows * _stride), pinned: true);
            _counts = new int[_parts * _rows];
        }
    }

    /// <summary>The number of indices of a row that are in a part.</summary>
    public ref int Count(int part, int row) => ref _counts[(part * _rows) + row];

    /// <summary>The list of a row's indices that are in a part.</summary>
    public int* List(int part, int row)
    {
        // The array is pinned for its lifetime, so the address stays valid after this block.
        fixed (int* lists = _lists)
        {
            return lists + ((((nint)part * _rows) + row) * _stride);
        }
    }
}
