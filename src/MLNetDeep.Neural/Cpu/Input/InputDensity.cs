namespace MLNetDeep.Neural.Cpu;

/// <summary>Decides from the fraction of nonzero inputs whether a batch is staged as compressed or as full rows.</summary>
/// <remarks>
/// The density is measured for each new matrix, and for every 16th batch while full rows are staged. A compressed batch reports its
/// density, which determines the form of the next batch.
/// </remarks>
/// <param name="columns">The number of values in a row.</param>
internal sealed class InputDensity(int columns)
{
    // If more than one value in 3 is nonzero, full rows are faster, because each load of a weight then serves 8 rows.
    private const int SparseBelowOneIn = 3;

    private const int BatchesPerMeasurement = 16;

    // The last matrix that was measured.
    private FeatureMatrix? _measured;
    private bool _isSparse;
    private int _batchesSinceMeasured;

    /// <summary>Whether the given rows of a matrix should be compressed.</summary>
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

    /// <summary>Records the density of a batch, or of some of its columns.</summary>
    /// <param name="nonzeros">The number of nonzero values.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="width">The number of columns in which values were counted.</param>
    public void Update(long nonzeros, int rows, int width) => _isSparse = nonzeros <= (long)rows * (width / SparseBelowOneIn);
}
