using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Training;

/// <summary>Sums over training rows, for means and standard deviations. Rows count with their weights.</summary>
/// <param name="columns">The number of features; 0 to sum targets only.</param>
internal sealed class ColumnSums(int columns)
{
    // A deviation below this fraction of the mean, 2^-23, cannot be distinguished from rounding in single precision.
    private const double SmallestRelativeDeviation = 1.0 / (1 << 23);

    private const double SmallestDeviation = 1e-30;

    private const int ValuesPerBlock = 1 << 20;

    private readonly double[] _sums = new double[columns];
    private readonly double[] _squares = new double[columns];
    private readonly double[] _nonZeroWeights = new double[columns];
    private readonly int[] _zeros = new int[columns];
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

    /// <summary>Whether all targets are equal, up to rounding in single precision.</summary>
    public bool HasEqualTargets
    {
        get
        {
            (float mean, float deviation) = TargetScale(isCentred: true);
            return deviation <= SmallestTargetDeviation(mean);
        }
    }

    /// <summary>Adds rows.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="mustStop">Called before each block of rows.</param>
    /// <returns>False if <paramref name="mustStop"/> returned true; then not all rows were added.</returns>
    public bool Add(TrainingData data, Func<bool> mustStop)
    {
        if (columns > 0 && data.Features.MaxRowNonZeros > _indices.Length)
        {
            _indices = new int[data.Features.MaxRowNonZeros];
            _values = new float[_indices.Length];
        }

        int blockSize = Math.Max(1, ValuesPerBlock / Math.Max(1, columns));
        for (int first = 0; first < data.RowCount; first += blockSize)
        {
            if (mustStop())
            {
                return false;
            }

            AddBlock(data, first, Math.Min(data.RowCount, first + blockSize));
        }

        return true;
    }

    /// <summary>Returns the sums of the targets alone.</summary>
    public ColumnSums WithoutFeatures() => new(0)
    {
        _weight = _weight, _targetSum = _targetSum, _targetSquares = _targetSquares, _targetCount = _targetCount, _rows = _rows,
    };

    /// <summary>Adds the sums of the other ranks, which have added other rows.</summary>
    public void AddRanks(IGradientExchange exchange)
    {
        exchange.Sum(_sums);
        exchange.Sum(_squares);
        exchange.Sum(_nonZeroWeights);

        // Counts are exact as doubles.
        Span<double> totals = [_weight, _targetSum, _targetSquares, _targetCount, _rows, _nonZeros];
        exchange.Sum(totals);
        (_weight, _targetSum, _targetSquares) = (totals[0], totals[1], totals[2]);
        (_targetCount, _rows, _nonZeros) = ((long)totals[3], (long)totals[4], (long)totals[5]);
    }

    /// <summary>
    /// Returns the mean and the standard deviation of each channel, for each feature. The deviation of a channel that is constant is the
    /// absolute value of the constant, or 1 if that is 0.
    /// </summary>
    /// <param name="channels">The number of channels: feature i belongs to channel i % channels.</param>
    public FeatureScale CentredScale(int channels)
    {
        float[] means = new float[columns];
        float[] deviations = new float[columns];
        double weight = Math.Max(_weight * (columns / channels), double.Epsilon);
        for (int channel = 0; channel < channels; channel++)
        {
            double sum = 0;
            double squares = 0;
            for (int column = channel; column < columns; column += channels)
            {
                sum += _sums[column];
                squares += _squares[column];
            }

            double mean = sum / weight;
            double deviation = Math.Sqrt(Math.Max(0, (squares / weight) - (mean * mean)));
            float valid = Valid(deviation > Math.Abs(mean) * SmallestRelativeDeviation ? deviation : Math.Abs(mean));
            for (int column = channel; column < columns; column += channels)
            {
                means[column] = (float)mean;
                deviations[column] = valid;
            }
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

    /// <summary>Returns the root mean square of all values that are not 0, the same for each feature; 1 if there are none.</summary>
    public FeatureScale UniformScale()
    {
        float deviation = Valid(Math.Sqrt(_squares.Sum() / Math.Max(_nonZeroWeights.Sum(), double.Epsilon)));
        return FeatureScale.Uniform(deviation, columns);
    }

    /// <summary>
    /// Returns the mean and the standard deviation of the targets. The deviation is at least 2^-23 of the absolute value of the mean, or
    /// 2^-23 if the mean is 0.
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

    private static float Valid(double deviation) => deviation > SmallestDeviation ? (float)deviation : 1;

    private void AddBlock(TrainingData data, int first, int end)
    {
        ReadOnlySpan<float> weights = data.Weights.Span;
        bool addsWholeRows = columns > 0 && weights.IsEmpty && data.Features is DenseFeatures or ByteFeatures;
        if (addsWholeRows)
        {
            AddWholeRows(data.Features, first, end);
        }

        for (int row = first; row < end; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            if (weight > 0)
            {
                _rows++;
                _weight += weight;
                if (columns > 0 && !addsWholeRows)
                {
                    Add(data.Features, row, weight);
                }

                if (data.Targets is DenseTargets targets)
                {
                    Add(targets.Row(row), weight);
                }
            }
        }
    }

    private void Add(FeatureMatrix features, int row, double weight)
    {
        int count = features.CopyNonZeros(row, _indices, _values);
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

    private void Add(ReadOnlySpan<float> targets, double weight)
    {
        foreach (float target in targets)
        {
            _targetCount++;
            _targetSum += weight * target;
            _targetSquares += weight * target * target;
        }
    }

    // For rows without weights. Each column is summed in the order of the rows, so the sums have the same bits as those of single values.
    private void AddWholeRows(FeatureMatrix features, int first, int end)
    {
        Array.Clear(_zeros);
        for (int row = first; row < end; row++)
        {
            Add(RowOf(features, row), _sums, _squares, _zeros);
        }

        for (int column = 0; column < columns; column++)
        {
            int nonZeros = end - first - _zeros[column];
            _nonZeroWeights[column] += nonZeros;
            _nonZeros += nonZeros;
        }
    }

    private ReadOnlySpan<float> RowOf(FeatureMatrix features, int row)
    {
        if (features is DenseFeatures dense)
        {
            return dense.Row(row);
        }

        features.CopyRow(row, _values);
        return _values.AsSpan(0, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ReadOnlySpan<float> row, Span<double> sums, Span<double> squares, Span<int> zeros)
    {
        int column = 0;
        for (; column <= row.Length - Vector<float>.Count; column += Vector<float>.Count)
        {
            Vector<float> values = new(row[column..]);
            Vector.Widen(values, out Vector<double> low, out Vector<double> high);
            Add(low, sums[column..], squares[column..]);
            Add(high, sums[(column + Vector<double>.Count)..], squares[(column + Vector<double>.Count)..]);
            (new Vector<int>(zeros[column..]) - Vector.Equals(values, Vector<float>.Zero)).CopyTo(zeros[column..]);
        }

        for (; column < row.Length; column++)
        {
            double value = row[column];
            sums[column] += value;
            squares[column] += value * value;
            zeros[column] += value == 0 ? 1 : 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector<double> values, Span<double> sums, Span<double> squares)
    {
        (new Vector<double>(sums) + values).CopyTo(sums);
        (new Vector<double>(squares) + (values * values)).CopyTo(squares);
    }
}
