namespace MLNetDeep.Reports;

/// <summary>Compares predicted probabilities with what is observed, in bins of equal width.</summary>
internal static class CalibrationBins
{
    private const int BinCount = 10;

    /// <summary>Computes the curve.</summary>
    /// <param name="predicted">The predicted probability of each row.</param>
    /// <param name="isTrue">For each row, whether it is as predicted.</param>
    /// <returns>The curve; null if a probability is not from 0 to 1.</returns>
    public static CalibrationCurve? Compute(ReadOnlySpan<float> predicted, ReadOnlySpan<bool> isTrue)
    {
        double[] sums = new double[BinCount];
        long[] counts = new long[BinCount], trues = new long[BinCount];
        for (int i = 0; i < predicted.Length; i++)
        {
            double probability = predicted[i];
            if (!(probability >= 0 && probability <= 1))
            {
                return null;
            }

            int bin = Math.Max(0, (int)Math.Ceiling(probability * BinCount) - 1);
            sums[bin] += probability;
            counts[bin]++;
            trues[bin] += isTrue[i] ? 1 : 0;
        }

        CalibrationBin[] bins = new CalibrationBin[BinCount];
        double error = 0;
        for (int bin = 0; bin < BinCount; bin++)
        {
            bins[bin] = new CalibrationBin(
                (double)bin / BinCount,
                (double)(bin + 1) / BinCount,
                sums[bin] / counts[bin],
                (double)trues[bin] / counts[bin],
                counts[bin]);
            error += Math.Abs(trues[bin] - sums[bin]) / predicted.Length;
        }

        return new CalibrationCurve([.. bins], predicted.IsEmpty ? double.NaN : error);
    }
}
