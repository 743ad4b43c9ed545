using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu;

/// <summary>A sparse matrix in compressed rows, in pinned memory.</summary>
/// <remarks>
/// The nonzero values of row r are <see cref="Values"/> from <see cref="Starts"/>[r] to <see cref="Ends"/>[r] - 1; their columns are in
/// <see cref="Indices"/> at the same positions.
/// </remarks>
internal sealed unsafe class SparseRows
{
    private readonly int[] _starts;
    private readonly int[] _ends;
    private readonly int[] _indices;
    private readonly float[] _values;

    // The distance between consecutive starts, and their number, if all distances are equal; otherwise default.
    private (int Distance, int Count) _equalSpacing;

    public SparseRows(int rows, long nonZeros)
    {
        if (nonZeros > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(nonZeros),
                nonZeros,
                $"The batch needs room for {nonZeros} nonzero values, which is more than an array can hold; try a smaller batch.");
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

    public bool HasCapacity(int rows, long nonZeros) => _starts.Length > rows && _values.Length >= nonZeros;

    /// <summary>Makes this matrix the transpose of <paramref name="source"/>, with ascending indices in each row.</summary>
    /// <remarks>
    /// Arguments are not checked: the source's indices must be below <paramref name="sourceColumns"/>, and this matrix must have capacity
    /// for that many rows.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SetTransposed(SparseRows source, int sourceRows, int sourceColumns)
    {
        // With capacity for every value, zeros included, each column gets room for all rows, and its values need not be counted.
        if ((long)sourceRows * sourceColumns <= _values.Length)
        {
            SetEqualStarts(sourceRows, sourceColumns);
        }
        else
        {
            SetCountedStarts(source, sourceRows, sourceColumns);
        }

        // Unsigned pointers avoid sign extension of indices. Each new row is empty at first: its end equals its start. Each value that is
        // written moves the end by one.
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
                uint position = next[*index]++;
                rows[position] = row;
                moved[position] = *value;
            }
        }
    }

    private void SetEqualStarts(int distance, int count)
    {
        if (_equalSpacing != (distance, count))
        {
            for (int i = 0; i < count; i++)
            {
                _starts[i] = i * distance;
            }

            _equalSpacing = (distance, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SetCountedStarts(SparseRows source, int sourceRows, int sourceColumns)
    {
        _equalSpacing = default;
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
