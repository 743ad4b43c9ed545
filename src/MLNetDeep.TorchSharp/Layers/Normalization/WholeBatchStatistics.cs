using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>
/// The statistics of each channel over a batch that several processes share, and what they contribute to the gradient. Made once for a layer.
/// </summary>
/// <remarks>
/// With n values x of a channel in all processes, μ = Σx / n and σ² = Σx² / n - μ². With the gradient h of the values if the statistics were
/// constants, the gradient is h - Σh / n - (x - μ) Σh(x - μ) / (n (σ² + ε)); see Ioffe and Szegedy (2015). Sums over processes are doubles.
/// The gradients of a process are those of the mean loss of its own rows, and are averaged with the rows as weights later: here they are
/// multiplied by the rows before they are added, and the sum is divided by the own rows.
/// </remarks>
/// <param name="channels">The number of channels.</param>
/// <param name="epsilon">The ε of the layer.</param>
internal sealed class WholeBatchStatistics(int channels, double epsilon)
{
    private readonly double[] _sums = new double[1 + (2 * channels)];
    private readonly float[] _floats = new float[channels];
    private readonly double[] _variances = new double[channels];
    private WholeBatch? _whole;
    private Tensor? _values;
    private Tensor? _mean;
    private bool _counts;
    private double _count;

    /// <summary>Computes the statistics.</summary>
    /// <param name="values">The values of this process: [values, channels].</param>
    /// <param name="whole">The batch.</param>
    /// <param name="counts">Whether the values count. If not, this process takes part with nothing.</param>
    /// <param name="mean">Receives the mean of each channel.</param>
    /// <param name="variance">Receives the variance of each channel.</param>
    /// <returns>The number of values of each channel in all processes. If it is 0, there are no statistics.</returns>
    public long Compute(Tensor values, WholeBatch whole, bool counts, Tensor mean, Tensor variance)
    {
        (_whole, _values, _mean, _counts) = (whole, values.detach(), mean, counts);
        Array.Clear(_sums);
        if (counts)
        {
            AddSums();
        }

        whole.Sum(_sums);
        _count = _sums[0];
        if (_count == 0)
        {
            return 0;
        }

        for (int i = 0; i < channels; i++)
        {
            double channelMean = _sums[1 + i] / _count;
            _floats[i] = (float)channelMean;
            double channelVariance = (_sums[1 + channels + i] / _count) - (channelMean * channelMean);

            // Rounding may make it negative. NaN stays NaN, which the training detects.
            _variances[i] = channelVariance < 0 ? 0 : channelVariance;
        }

        TensorMemory.Write(mean, _floats);
        Write(variance, i => _variances[i]);
        return (long)_count;
    }

    /// <summary>Adds what the statistics contribute to the gradient of the values.</summary>
    /// <param name="gradient">The gradient of the values if the statistics were constants.</param>
    /// <returns>The gradient of the values.</returns>
    public Tensor AddStatistics(Tensor gradient)
    {
        Tensor deviations = _values! - _mean!;
        Array.Clear(_sums);
        if (_counts)
        {
            Read(gradient.sum([0]), 0, _whole!.Rows);
            Read(gradient.mul(deviations).sum([0]), channels, _whole.Rows);
        }

        _whole!.Sum(_sums.AsSpan(1));
        if (!_counts)
        {
            return gradient;
        }

        double divisor = _count * _whole.Rows;
        Tensor offsets = empty_like(_mean!), slopes = empty_like(_mean!);
        Write(offsets, i => _sums[1 + i] / divisor);
        Write(slopes, i => _sums[1 + channels + i] / (divisor * (_variances[i] + epsilon)));
        return gradient.sub(offsets).sub_(deviations.mul_(slopes));
    }

    // Squares are added around the mean of these values: a sum of squares of floats would lose the variance of values far from 0.
    private void AddSums()
    {
        long count = _values!.shape[0];
        Tensor mean = _values.mean([0]);
        Tensor deviations = _values - mean;
        _sums[0] = count;
        Read(mean, 0, count);
        Read(deviations.mul_(deviations).sum([0]), channels, 1);
        for (int i = 0; i < channels; i++)
        {
            double sum = _sums[1 + i];
            _sums[1 + channels + i] += sum * sum / count;
        }
    }

    // Reads one number for each channel into the sums.
    private void Read(Tensor values, int first, double factor)
    {
        TensorMemory.Read(values, _floats);
        for (int i = 0; i < channels; i++)
        {
            _sums[1 + first + i] = _floats[i] * factor;
        }
    }

    private void Write(Tensor target, Func<int, double> value)
    {
        for (int i = 0; i < channels; i++)
        {
            _floats[i] = (float)value(i);
        }

        TensorMemory.Write(target, _floats);
    }
}
