namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Decides whether the rows of a batch are staged compressed. The density is measured for a new matrix, and for every 16th batch while rows
/// are full; compressed batches tell theirs, which decides the form of the next.
/// </summary>
/// <param name="columns">The values of a row.</param>
internal sealed class InputDensity(int columns)
{
    // Above this share of nonzero values full rows are faster: each load of a weight then serves 8 rows.
    private const int SparseBelowOneIn = 3;

    private const int BatchesPerMeasurement = 16;

    // The matrix that was measured last.
    private FeatureMatrix? _measured;
    private bool _isSparse;
    private int _batchesSinceMeasured;

    /// <summary>Whether rows of a matrix are to be compressed.</summary>
    public bool IsSparse(FeatureMatrix features, ReadOnlySpan<int> rows)
    {
        if (_measured != features || (!_isSparse && ++_batchesSinceMeasured >= BatchesPerMeasurement))
        {
            _measured = features;
            _batchesSinceMeasured = 0;
            long count = 0;
            foreach (int row in rows)
            {
                count += features.CountNonZeros(row);
            }

            Update(count, rows.Length, columns);
        }

        return _isSparse;
    }

    /// <summary>Takes the density of a batch, or of some columns of it.</summary>
    /// <param name="nonzeros">The nonzero values.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="width">The columns counted.</param>
    public void Update(long nonzeros, int rows, int width) => _isSparse = nonzeros <= (long)rows * (width / SparseBelowOneIn);
}
