using System.Runtime.CompilerServices;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Where each row of a lookup table occurs in a batch: the rows that occur, in the order of their first occurrence, and for each of them the
/// offsets of its gradients, ascending. Takes time for the batch alone, however large the table is.
/// </summary>
internal sealed unsafe class Occurrences
{
    private readonly int[] _counts;
    private readonly int[] _ends;
    private int[] _rows = [];
    private int[] _offsets = [];

    /// <param name="tableRows">The number of rows of the table.</param>
    public Occurrences(int tableRows)
    {
        _counts = GC.AllocateArray<int>(tableRows, pinned: true);
        _ends = GC.AllocateArray<int>(tableRows, pinned: true);
    }

    /// <summary>The number of table rows that occur.</summary>
    public int RowCount { get; private set; }

    /// <summary>The number of indices in the batch.</summary>
    public int Count { get; private set; }

    /// <summary>Allocates memory for so many indices in a batch.</summary>
    public void EnsureCapacity(int count)
    {
        if (_offsets.Length < count)
        {
            _offsets = GC.AllocateUninitializedArray<int>(count, pinned: true);

            // Of the last batch, the rows that occurred are needed once more, to reset their counts.
            int[] rows = GC.AllocateUninitializedArray<int>(count + 1, pinned: true);
            _rows.AsSpan(0, RowCount).CopyTo(rows);
            _rows = rows;
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
        int* counts = Address(_counts), ends = Address(_ends), occurring = Address(_rows), offsets = Address(_offsets);
        for (int i = 0; i < RowCount; i++)
        {
            counts[occurring[i]] = 0;
        }

        int found = 0;
        for (int row = 0; row < rows; row++)
        {
            int* index = indices.Pointer + ((nint)row * indices.Columns);
            for (int* end = index + indices.LengthOf(row); index < end; index++)
            {
                // Without a branch, since whether a word occurs for the first time cannot be predicted.
                int count = counts[*index]++;
                occurring[found] = *index;
                found += count == 0 ? 1 : 0;
            }
        }

        int sum = 0;
        for (int i = 0; i < found; i++)
        {
            ends[occurring[i]] = sum;
            sum += counts[occurring[i]];
        }

        for (int row = 0; row < rows; row++)
        {
            int* index = indices.Pointer + ((nint)row * indices.Columns);
            int offset = row * rowStride;
            for (int* end = index + indices.LengthOf(row); index < end; index++, offset += positionStride)
            {
                offsets[ends[*index]++] = offset;
            }
        }

        (RowCount, Count) = (found, sum);
    }

    /// <summary>The gradient of a table whose rows occur so.</summary>
    /// <param name="vectors">The gradients of the occurrences.</param>
    /// <param name="columns">The number of values in a row of the table.</param>
    /// <param name="stride">The row stride of the table, in floats.</param>
    /// <param name="all">Whether to update all rows of the table rather than those that occur.</param>
    public TableGradient GradientOf(float* vectors, int columns, int stride, bool all) => new()
    {
        Rows = all ? null : Address(_rows),
        Counts = Address(_counts),
        Ends = Address(_ends),
        Offsets = Address(_offsets),
        Gradient = vectors,
        Columns = columns,
        Stride = stride,
    };

    private static int* Address(int[] pinned)
    {
        // The array is pinned for its lifetime, so the address stays valid after this block.
        fixed (int* pointer = pinned)
        {
            return pointer;
        }
    }
}
