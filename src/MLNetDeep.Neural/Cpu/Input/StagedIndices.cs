namespace MLNetDeep.Neural.Cpu;

/// <summary>The rows of a batch of indices, copied to a fixed address. The memory is reused for the next batch.</summary>
/// <param name="columns">The number of indices in a row.</param>
/// <param name="plan">How many different indices there are, and whether zeros are left out.</param>
internal sealed unsafe class StagedIndices(int columns, InputPlan plan)
{
    private int[] _indices = [];
    private int[] _lengths = [];
    private int _rows;

    /// <summary>The number of indices in a row, with padding.</summary>
    public int Columns => columns;

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

    /// <summary>The indices of a row, with padding.</summary>
    public ReadOnlySpan<int> Row(int row) => _indices.AsSpan(row * columns, columns);

    /// <summary>The number of indices in each row, without padding.</summary>
    public ReadOnlySpan<int> Lengths => _lengths.AsSpan(0, _rows);

    /// <summary>The number of indices in a row, without padding.</summary>
    public int LengthOf(int row) => _lengths[row];

    /// <summary>Copies rows of a matrix of indices.</summary>
    /// <exception cref="ArgumentException">
    /// An index is too large. The matrix has been checked, but its array may have changed since.
    /// </exception>
    public void Stage(FeatureMatrix features, ReadOnlySpan<int> rows)
    {
        int length = checked(rows.Length * columns);
        if (_indices.Length < length)
        {
            _indices = GC.AllocateUninitializedArray<int>(length, pinned: true);
        }

        if (_lengths.Length < rows.Length)
        {
            _lengths = new int[rows.Length];
        }

        _rows = rows.Length;
        for (int row = 0; row < rows.Length; row++)
        {
            Span<int> destination = _indices.AsSpan(row * columns, columns);
            _lengths[row] = features.CopyIndices(rows[row], plan.MasksZeroIndices, destination);
            int invalid = IndexFeatures.IndexOfFirstInvalid(destination, plan.IndexCount);
            if (invalid >= 0)
            {
                throw new ArgumentException(
                    IndexFeatures.InvalidIndexMessage(rows[row], invalid, destination[invalid], plan.IndexCount), nameof(features));
            }
        }
    }
}
