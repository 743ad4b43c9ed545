namespace MLNetDeep.Reports;

/// <summary>Quantiles of sorted numbers.</summary>
internal static class Quantiles
{
    /// <summary>
    /// Returns the quantile: the value at the position share · (n − 1), counted from 0. Between two values it is interpolated linearly
    /// (type 7 of Hyndman and Fan 1996, NumPy's default).
    /// </summary>
    /// <param name="sorted">The values in ascending order.</param>
    /// <param name="share">The share of the values that are below, from 0 to 1.</param>
    /// <returns>The quantile; NaN if there are no values.</returns>
    public static double Of(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.IsEmpty)
        {
            return double.NaN;
        }

        double position = share * (sorted.Length - 1);
        int below = (int)position;
        double low = sorted[below], high = sorted[Math.Min(below + 1, sorted.Length - 1)];

        // Two infinities have no difference.
        return low == high ? low : low + ((position - below) * (high - low));
    }
}
