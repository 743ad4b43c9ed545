using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Combines the statistics and gradient sums of batch normalization over the sessions that divide a batch, with one message in each direction.
/// Every session gets the same numbers, bit for bit.
/// </summary>
/// <remarks>
/// The variance comes from sums of squared differences from the running mean, in double. The running mean is the same in all sessions and is
/// near the mean of the batch, so few digits cancel. Source: Chan, Golub and LeVeque, "Algorithms for computing the sample variance: analysis
/// and recommendations" (1983), shifted data.
/// </remarks>
/// <param name="part">The part of the batch that this session has.</param>
/// <param name="channels">The number of channels.</param>
internal sealed unsafe class SharedStatistics(BatchPart part, int channels)
{
    // The number of values, then for each channel the sum of differences, then that of squared differences.
    private readonly double[] _sums = new double[1 + (2 * channels)];

    /// <summary>Σ dL/dγ of all sessions, for the gradient of the input.</summary>
    public AlignedBuffer GammaSum { get; } = new(AlignedBuffer.Pad(channels));

    /// <summary>Σ dL/dβ of all sessions, for the gradient of the input.</summary>
    public AlignedBuffer BetaSum { get; } = new(AlignedBuffer.Pad(channels));

    /// <summary>Replaces the mean and variance of this session's values by those of all sessions. Returns the number of all values.</summary>
    /// <param name="count">The number of this session's values in each channel.</param>
    /// <param name="mean">Their means.</param>
    /// <param name="variance">Their variances.</param>
    /// <param name="runningMean">The running means.</param>
    /// <remarks>
    /// With n values, mean m and variance v in each session and the running mean k: M = k + Σ n (m - k) / Σ n, and the variance is
    /// Σ n (v + (m - k)²) / Σ n - (M - k)².
    /// </remarks>
    public long CombineStatistics(long count, float* mean, float* variance, float* runningMean)
    {
        Array.Clear(_sums);
        Span<double> differences = _sums.AsSpan(1, channels), squares = _sums.AsSpan(1 + channels, channels);
        if (count > 0 && !part.IsEmpty)
        {
            _sums[0] = count;
            for (int i = 0; i < channels; i++)
            {
                double difference = (double)mean[i] - runningMean[i];
                differences[i] = count * difference;
                squares[i] = count * (variance[i] + (difference * difference));
            }
        }

        part.Exchange!.Sum(_sums);
        double inverseCount = 1 / Math.Max(_sums[0], 1);
        for (int i = 0; i < channels; i++)
        {
            double difference = differences[i] * inverseCount;
            mean[i] = (float)(runningMean[i] + difference);
            variance[i] = (float)Math.Max((squares[i] * inverseCount) - (difference * difference), 0);
        }

        return (long)_sums[0];
    }

    /// <summary>Computes <see cref="GammaSum"/> and <see cref="BetaSum"/>.</summary>
    /// <remarks>
    /// The gradients are those of the mean loss over the session's rows; times the number of rows, they are those of the sum. The results
    /// are divided by it again: they then fit the gradient of the output.
    /// </remarks>
    /// <param name="rows">The number of this session's rows.</param>
    /// <param name="gammaGradient">dL/dγ of this session.</param>
    /// <param name="betaGradient">dL/dβ of this session.</param>
    public void CombineGradients(int rows, float* gammaGradient, float* betaGradient)
    {
        rows = part.IsEmpty ? 0 : rows;
        Span<double> gamma = _sums.AsSpan(0, channels), beta = _sums.AsSpan(channels, channels);
        for (int i = 0; i < channels; i++)
        {
            gamma[i] = rows == 0 ? 0 : rows * (double)gammaGradient[i];
            beta[i] = rows == 0 ? 0 : rows * (double)betaGradient[i];
        }

        part.Exchange!.Sum(_sums.AsSpan(0, 2 * channels));
        for (int i = 0; i < channels; i++)
        {
            GammaSum.Pointer[i] = rows == 0 ? 0 : (float)(gamma[i] / rows);
            BetaSum.Pointer[i] = rows == 0 ? 0 : (float)(beta[i] / rows);
        }
    }
}
