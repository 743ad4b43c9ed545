namespace MLNetDeep.Reports;

/// <summary>The distribution of the residuals, label minus prediction. Quantiles are interpolated as in NumPy.</summary>
/// <param name="Mean">The mean: above 0 if predictions are too low on average.</param>
/// <param name="StandardDeviation">The standard deviation, with n − 1 as the divisor; NaN for one row.</param>
/// <param name="Minimum">The lowest residual.</param>
/// <param name="LowerQuartile">A quarter of the residuals are below.</param>
/// <param name="Median">Half of the residuals are below.</param>
/// <param name="UpperQuartile">Three quarters of the residuals are below.</param>
/// <param name="Maximum">The highest residual.</param>
internal sealed record ResidualStatistics(
    double Mean, double StandardDeviation, double Minimum, double LowerQuartile, double Median, double UpperQuartile, double Maximum)
{
    /// <summary>Computes the statistics. All are NaN without residuals.</summary>
    /// <param name="residuals">The residuals, which are sorted in place.</param>
    public static ResidualStatistics Of(double[] residuals)
    {
        Array.Sort(residuals);
        double mean = residuals.Length == 0 ? double.NaN : residuals.Average();
        double deviation = Math.Sqrt(residuals.Sum(value => (value - mean) * (value - mean)) / (residuals.Length - 1));
        return new ResidualStatistics(
            mean,
            residuals.Length < 2 ? double.NaN : deviation,
            Quantiles.Of(residuals, 0),
            Quantiles.Of(residuals, 0.25),
            Quantiles.Of(residuals, 0.5),
            Quantiles.Of(residuals, 0.75),
            Quantiles.Of(residuals, 1));
    }
}
