namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The rows of a batch of indices, copied to a fixed address. The memory is reused for the next batch. A layer can read the rows where they are
/// stored instead: then several threads can read them without moving a copy between their caches.
/// </summary>
/// <param name="columns">The number of indices in a row.</param>
/// <param name="plan">How many different indices there are, and whether zeros are left out.</param>
internal sealed unsafe class StagedIndices(int columns, InputPlan plan)
{
    private int[] _indices = [];
    private readonly BatchRows _sourceRows = new();
    private FeatureMatrix? _source;
    private int[] _lengths = [];
    private int _rows;

    /// <summary>
    /// Whether the rows are read where they are stored, by <see cref="InPlace"/>, and are not copied. Set by the layer that reads them.
    /// </summary>
    public bool AreReadInPlace { get; set; }

    /// <summary>Whether zeros are left out.</summary>
    public bool MasksZeros => plan.MasksZeroIndices;

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

    /// <summary>The indices of a row without padding, where they are stored. They are not checked, and zeros are not left out.</summary>
    public ReadOnlySpan<int> InPlace(int row) => _source!.UsedIndices(_sourceRows.Span[row]);

    /// <summary>Checks the indices of a row that is read in place.</summary>
    /// <exception cref="ArgumentException">See <see cref="Stage"/>.</exception>
    public void CheckInPlace(int row) => Check(_source!, _sourceRows.Span[row], InPlace(row));

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
        if (AreReadInPlace)
        {
            _source = features;
            _sourceRows.Set(rows);
            return;
        }

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
            Check(features, rows[row], destination);
        }
    }

    private void Check(FeatureMatrix features, int row, ReadOnlySpan<int> indices)
    {
        int invalid = IndexFeatures.IndexOfFirstInvalid(indices, plan.IndexCount);
        if (invalid >= 0)
        {
            throw new ArgumentException(IndexFeatures.InvalidIndexMessage(row, invalid, indices[invalid], plan.IndexCount), nameof(features));
        }
    }
}
