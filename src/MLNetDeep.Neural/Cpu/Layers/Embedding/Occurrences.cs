using System.Runtime.CompilerServices;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Where the rows of a lookup table occur in a batch. The table is divided into tiles of rows, and each tile has the list of its occurrences, in
/// the order of the batch.
/// </summary>
/// <remarks>
/// Sorting by tile rather than by row needs few counters. It also avoids a loop over the occurrences of each row, whose end the processor
/// cannot predict.
/// </remarks>
internal sealed unsafe class Occurrences
{
    private readonly int _shift;

    // The end of each tile's list; the lists are stored one after another.
    private readonly int[] _ends;
    private TableOccurrence[] _list = [];

    /// <param name="tableRows">The number of rows of the table.</param>
    /// <param name="rowsPerTile">The number of rows of a tile; a power of two.</param>
    public Occurrences(int tableRows, int rowsPerTile)
    {
        _shift = int.Log2(rowsPerTile);
        Tiles = (tableRows + rowsPerTile - 1) >> _shift;
        _ends = GC.AllocateArray<int>(Tiles + 1, pinned: true);
    }

    /// <summary>The number of tiles.</summary>
    public int Tiles { get; }

    /// <summary>The number of indices in the batch.</summary>
    public int Count => _ends[Tiles];

    /// <summary>Allocates memory for batches with up to this many indices.</summary>
    public void EnsureCapacity(int count)
    {
        if (_list.Length < count)
        {
            _list = GC.AllocateUninitializedArray<TableOccurrence>(count, pinned: true);
        }
    }

    /// <summary>Finds the occurrences in a batch.</summary>
    /// <param name="indices">The indices.</param>
    /// <param name="rows">The number of rows in the batch.</param>
    /// <param name="rowStride">The offset between the gradients of two rows of the batch, in floats.</param>
    /// <param name="positionStride">The offset between the gradients of two positions of a row, in floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find(StagedIndices indices, int rows, int rowStride, int positionStride)
    {
        Array.Clear(_ends);
        int* ends = Address(_ends);
        int shift = _shift;
        for (int row = 0; row < rows; row++)
        {
            int* index = indices.Pointer + ((nint)row * indices.Columns);
            for (int* end = index + indices.LengthOf(row); index < end; index++)
            {
                ends[*index >> shift]++;
            }
        }

        int sum = 0;
        for (int tile = 0; tile <= Tiles; tile++)
        {
            (ends[tile], sum) = (sum, sum + ends[tile]);
        }

        TableOccurrence* list = Address(_list);
        int mask = (1 << shift) - 1;
        for (int row = 0; row < rows; row++)
        {
            int* index = indices.Pointer + ((nint)row * indices.Columns);
            int offset = row * rowStride;
            for (int* end = index + indices.LengthOf(row); index < end; index++, offset += positionStride)
            {
                list[ends[*index >> shift]++] = new TableOccurrence(*index & mask, offset);
            }
        }
    }

    /// <summary>Returns the list of a tile, and its length.</summary>
    public TableOccurrence* Of(int tile, out int count)
    {
        int start = tile == 0 ? 0 : _ends[tile - 1];
        count = _ends[tile] - start;
        return Address(_list) + start;
    }

    private static T* Address<T>(T[] pinned)
        where T : unmanaged
    {
        // The array is pinned for its lifetime, so the address stays valid after this block.
        fixed (T* pointer = pinned)
        {
            return pointer;
        }
    }
}
