using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>Lists the rows of a tile of a table that occur in a batch, each once.</summary>
internal sealed unsafe class RowList
{
    private readonly int[] _list;
    private readonly byte[] _isListed;

    /// <param name="rows">The number of rows of the tile.</param>
    public RowList(int rows)
    {
        _list = GC.AllocateArray<int>(rows + 1, pinned: true);
        _isListed = new byte[rows];
    }

    /// <summary>The rows, in the order of their first occurrence.</summary>
    public int* Pointer
    {
        get
        {
            // The array is pinned for its lifetime, so the address stays valid after this block.
            fixed (int* pointer = _list)
            {
                return pointer;
            }
        }
    }

    /// <summary>The number of rows in the list.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the rows of some occurrences.</summary>
    public void Add(ReadOnlySpan<TableOccurrence> occurrences)
    {
        int count = Count;
        foreach (TableOccurrence occurrence in occurrences)
        {
            count = Add(occurrence.Row, count);
        }

        Count = count;
    }

    /// <summary>Adds some rows.</summary>
    public void Add(ReadOnlySpan<int> rows)
    {
        int count = Count;
        foreach (int row in rows)
        {
            count = Add(row, count);
        }

        Count = count;
    }

    /// <summary>Makes the list empty.</summary>
    public void Clear()
    {
        foreach (int row in _list.AsSpan(0, Count))
        {
            _isListed[row] = 0;
        }

        Count = 0;
    }

    // Returns the new number of rows. It has no branch, because a processor cannot predict whether a row occurs for the first time.
    private int Add(int row, int count)
    {
        _list[count] = row;
        count += 1 - _isListed[row];
        _isListed[row] = 1;
        return count;
    }
}
