namespace MLNetDeep.Neural.Cpu;

/// <summary>The indices of a batch's rows, copied together at a fixed address. The memory is kept for the next batch.</summary>
/// <param name="columns">The indices of a row.</param>
internal sealed unsafe class StagedIndices(int columns)
{
    private int[] _indices = [];

    /// <summary>The first row; the next ones follow without a gap. Valid until more rows are staged.</summary>
    public int* Pointer
    {
        get
        {
            // The array is pinned for good, so the address outlives this block.
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
