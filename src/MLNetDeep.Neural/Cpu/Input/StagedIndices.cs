namespace MLNetDeep.Neural.Cpu;

/// <summary>The rows of a batch of indices, copied to a fixed address. The memory is reused for the next batch.</summary>
/// <param name="columns">The number of indices in a row.</param>
internal sealed unsafe class StagedIndices(int columns)
{
    private int[] _indices = [];

    /// <summary>The address of the first row; rows are contiguous. Valid until the next batch is staged.</summary>
    public int* Pointer
    {
        get
        {
            // The array is pinned for its lifetime, so the address stays valid after this block.
            fixed (int* pointer = _indices)
            {
                return pointer;
            }
        }
    }

    /// <summary>The indices of a row.</summary>
    public ReadOnlySpan<int> Row(int row) => _indices.AsSpan(row * columns, columns);

    /// <summary>Copies rows of a matrix of indices.</summary>
    public void Stage(FeatureMatrix features, ReadOnlySpan<int> rows)
    {
        int length = checked(rows.Length * columns);
        if (_indices.Length < length)
        {
            _indices = GC.AllocateUninitializedArray<int>(length, pinned: true);
        }

        for (int row = 0; row < rows.Length; row++)
        {
            features.CopyIndices(rows[row], _indices.AsSpan(row * columns, columns));
        }
    }
}
