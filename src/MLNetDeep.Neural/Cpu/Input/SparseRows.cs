using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A sparse matrix in compressed rows: row r has <see cref="Values"/> from Starts[r] to Ends[r], at the columns in <see cref="Indices"/>.
/// Everything is at fixed addresses.
/// </summary>
internal sealed unsafe class SparseRows
{
    private readonly int[] _starts;
    private readonly int[] _ends;
    private readonly int[] _indices;
    private readonly float[] _values;

    // The starts' distance and their number, if they are at equal distances.
    private (int Distance, int Count) _spread;

    public SparseRows(int rows, long nonZeros)
    {
        if (nonZeros > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(nonZeros), nonZeros, $"A batch may have up to {nonZeros} lit values, more than an array can hold; try a smaller batch.");
        }

        _starts = GC.AllocateArray<int>(rows + 1, pinned: true);
        _ends = GC.AllocateArray<int>(rows + 1, pinned: true);
        _indices = GC.AllocateUninitializedArray<int>((int)nonZeros, pinned: true);
        _values = GC.AllocateUninitializedArray<float>((int)nonZeros, pinned: true);
    }

    public Span<int> Starts => _starts;

    public Span<int> Ends => _ends;

    public Span<int> Indices => _indices;

    public Span<float> Values => _values;

    public int* StartPointer => Address(_starts);

    public int* EndPointer => Address(_ends);

    public int* IndexPointer => Address(_indices);

    public float* ValuePointer
    {
        get
        {
            fixed (float* pointer = _values)
            {
                return pointer;
            }
        }
    }

    public bool HasRoom(int rows, long nonZeros) => _starts.Length > rows && _values.Length >= nonZeros;

    /// <summary>Makes this the transpose of <paramref name="source"/>; within each row, indices ascend as the source's rows do.</summary>
    /// <remarks>Indices are below <paramref name="sourceColumns"/>, for which there is room: so nothing is checked here.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SetTransposed(SparseRows source, int sourceRows, int sourceColumns)
    {
        // Values need not be counted where each column has room for all rows.
        if ((long)sourceRows * sourceColumns <= _values.Length)
        {
            SpreadStarts(sourceRows, sourceColumns);
        }
        else
        {
            CountStarts(source, sourceRows, sourceColumns);
        }

        // Unsigned, so that indices need not be extended by their signs. Each column's next free place ends where the column does.
        uint* next = (uint*)EndPointer;
        uint* indices = (uint*)source.IndexPointer;
        int* sourceStarts = source.StartPointer, sourceEnds = source.EndPointer;
        _starts.AsSpan(0, sourceColumns).CopyTo(_ends);
        uint* rows = (uint*)IndexPointer;
        float* moved = ValuePointer;
        for (uint row = 0; row < sourceRows; row++)
        {
            uint* end = indices + sourceEnds[row];
            float* value = source.ValuePointer + sourceStarts[row];
            for (uint* index = indices + sourceStarts[row]; index < end; index++, value++)
            {
                uint place = next[*index]++;
                rows[place] = row;
                moved[place] = *value;
            }
        }
    }

    private void SpreadStarts(int distance, int count)
    {
        if (_spread != (distance, count))
        {
            for (int i = 0; i < count; i++)
            {
                _starts[i] = i * distance;
            }

            _spread = (distance, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountStarts(SparseRows source, int sourceRows, int sourceColumns)
    {
        _spread = default;
        uint* counts = (uint*)EndPointer;
        uint* starts = (uint*)StartPointer;
        uint* indices = (uint*)source.IndexPointer;
        new Span<uint>(counts, sourceColumns).Clear();
        for (int row = 0; row < sourceRows; row++)
        {
            uint* end = indices + source.EndPointer[row];
            uint* index = indices + source.StartPointer[row];
            for (; index + 4 <= end; index += 4)
            {
                counts[index[0]]++;
                counts[index[1]]++;
                counts[index[2]]++;
                counts[index[3]]++;
            }

            for (; index < end; index++)
            {
                counts[*index]++;
            }
        }

        uint start = 0;
        for (int column = 0; column < sourceColumns; column++)
        {
            starts[column] = start;
            start += counts[column];
        }
    }

    private static int* Address(int[] pinned)
    {
        fixed (int* pointer = pinned)
        {
            return pointer;
        }
    }
}
