namespace MLNetDeep.Neural.Training;

/// <summary>Sums over training rows from which means and deviations follow. Rows count with their weights.</summary>
/// <param name="columns">The number of features; 0 to sum targets only.</param>
internal sealed class ColumnSums(int columns)
{
    // A deviation below this fraction of the mean is not told apart from rounding in single precision: 2^-23.
    private const double SmallestRelativeDeviation = 1.0 / (1 << 23);

    private const double SmallestDeviation = 1e-30;

    private readonly double[] _sums = new double[columns];
    private readonly double[] _squares = new double[columns];
    private readonly double[] _nonZeroWeights = new double[columns];
    private int[] _indices = [];
    private float[] _values = [];
    private double _weight;
    private double _targetSum;
    private double _targetSquares;
    private long _targetCount;
    private long _rows;
    private long _nonZeros;

    /// <summary>The fraction of the values that are not 0.</summary>
    public double Density => (double)_nonZeros / Math.Max(1, _rows * columns);

    /// <summary>Whether single precision cannot tell the targets apart.</summary>
    public bool HasEqualTargets
    {
        get
        {
            (float mean, float deviation) = TargetScale(isCentred: true);
            return deviation <= SmallestTargetDeviation(mean);
        }
    }

    /// <summary>Adds rows.</summary>
    public void Add(TrainingData data)
    {
        if (columns > 0 && data.Features.MaxRowNonZeros > _indices.Length)
        {
            _indices = new int[data.Features.MaxRowNonZeros];
            _values = new float[_indices.Length];
        }

        ReadOnlySpan<float> weights = data.Weights.Span;
        for (int row = 0; row < data.RowCount; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            if (weight > 0)
            {
                Add(data, row, weight);
            }
        }
    }

    /// <summary>
    /// Returns the mean and the standard deviation of each feature. A feature that is the same in all rows has its absolute value as
    /// deviation, or 1 for 0.
    /// </summary>
    public FeatureScale CentredScale()
    {
        float[] means = new float[columns];
        float[] deviations = new float[columns];
        for (int column = 0; column < columns; column++)
        {
            double mean = _sums[column] / Math.Max(_weight, double.Epsilon);
            double deviation = Deviation(mean, _squares[column]);
            means[column] = (float)mean;
            deviations[column] = Valid(deviation > Math.Abs(mean) * SmallestRelativeDeviation ? deviation : Math.Abs(mean));
        }

        return new FeatureScale(means, deviations);
    }

    /// <summary>Returns the root mean square of each feature's values that are not 0; 1 for a feature without such values.</summary>
    public FeatureScale UncentredScale()
    {
        float[] deviations = new float[columns];
        for (int column = 0; column < columns; column++)
        {
            deviations[column] = Valid(Math.Sqrt(_squares[column] / Math.Max(_nonZeroWeights[column], double.Epsilon)));
        }

        return new FeatureScale(null, deviations);
    }

    /// <summary>
    /// Returns the mean and the standard deviation of the targets. The deviation is not below what single precision can tell apart.
    /// </summary>
    public (float Mean, float Deviation) TargetScale(bool isCentred)
    {
        double count = Math.Max(_weight * _targetCount / Math.Max(1, _rows), double.Epsilon);
        double mean = isCentred ? _targetSum / count : 0;
        double deviation = Math.Sqrt(Math.Max(0, (_targetSquares / count) - (mean * mean)));
        return ((float)mean, Math.Max((float)deviation, SmallestTargetDeviation((float)mean)));
    }

    private static float SmallestTargetDeviation(float mean) =>
        (float)Math.Max(mean == 0 ? SmallestRelativeDeviation : Math.Abs(mean) * SmallestRelativeDeviation, SmallestDeviation);

    private double Deviation(double mean, double squares) =>
        Math.Sqrt(Math.Max(0, (squares / Math.Max(_weight, double.Epsilon)) - (mean * mean)));

    private static float Valid(double deviation) => deviation > SmallestDeviation ? (float)deviation : 1;

    private void Add(TrainingData data, int row, double weight)
    {
        _rows++;
        _weight += weight;
        if (columns > 0)
        {
            int count = data.Features.CopyNonZeros(row, _indices, _values);
            _nonZeros += count;
            for (int i = 0; i < count; i++)
            {
                double value = _values[i];
                int column = _indices[i];
                _sums[column] += weight * value;
                _squares[column] += weight * value * value;
                _nonZeroWeights[column] += weight;
            }
        }

        if (data.Targets is DenseTargets targets)
        {
            foreach (float target in targets.Row(row))
            {
                _targetCount++;
                _targetSum += weight * target;
                _targetSquares += weight * target * target;
            }
        }
    }
}
