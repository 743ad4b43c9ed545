namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The indices of a batch, divided among the parts of a table: a list for each part and row. The lists of a part are contiguous.
/// </summary>
/// <param name="parts">The number of parts.</param>
/// <param name="columns">The number of indices in a row.</param>
internal sealed unsafe class SelectedIndices(int parts, int columns)
{
    // The kernel that selects indices writes whole vectors, so it may write beyond the end of a list.
    private const int Spare = 16;

    private readonly int[][] _lists = [.. Enumerable.Repeat<int[]>([], parts)];
    private int[] _counts = [];
    private int _rows;

    /// <summary>Allocates memory for batches of this many rows.</summary>
    public void EnsureRows(int rows)
    {
        if (_rows < rows)
        {
            // The counts of each part have cache lines of their own.
            _rows = (rows + Spare - 1) / Spare * Spare;
            _counts = new int[parts * _rows];
            for (int part = 0; part < parts; part++)
            {
                Reserve(part, 0, (int)((long)rows * columns / parts) + columns);
            }
        }
    }

    /// <summary>The number of indices of a row that are in a part.</summary>
    public ref int Count(int part, int row) => ref _counts[(part * _rows) + row];

    /// <summary>
    /// Returns the address of the first list of a part, with room for <paramref name="more"/> indices after the first
    /// <paramref name="used"/>, which are kept. Allocates larger memory if there is no room.
    /// </summary>
    public int* Reserve(int part, int used, int more)
    {
        if (_lists[part].Length < used + more + Spare)
        {
            int[] larger = GC.AllocateUninitializedArray<int>(Math.Max(used + more + Spare, 2 * used), pinned: true);
            _lists[part].AsSpan(0, used).CopyTo(larger);
            _lists[part] = larger;
        }

        return First(part);
    }

    /// <summary>The address of the first list of a part.</summary>
    public int* First(int part)
    {
        // The array is pinned for its lifetime, so the address stays valid after this block.
        fixed (int* list = _lists[part])
        {
            return list;
        }
    }
}
