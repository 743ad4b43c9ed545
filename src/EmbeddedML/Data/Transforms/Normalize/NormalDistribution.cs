using System.Numerics;

namespace Microsoft.ML.Transforms;

/// <summary>The cumulative distribution function of normal distributions.</summary>
internal static class NormalDistribution
{
    /// <summary>The share of the distribution below a value, or below its logarithm; 0 where that is not finite.</summary>
    /// <remarks>
    /// (1 + erf(x / sqrt 2)) / 2 with S. Winitzki's approximation erf(z)² = 1 - exp(-z² (4/π + a z²) / (1 + a z²)), a = 0.147,
    /// whose relative error is below 1.3e-4. The products are rounded to <typeparamref name="T"/> as ML.NET rounds them.
    /// </remarks>
    public static T ShareBelow<T>(T value, T mean, T standardDeviation, bool useLog) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (useLog)
            value = T.CreateTruncating(Math.Log(double.CreateTruncating(value)));
        if (!T.IsFinite(value))
            return T.Zero;
        T x = (value - mean) / standardDeviation;
        T square = x * x / T.CreateTruncating(2);
        T scaled = T.CreateTruncating(0.147) * square;
        double exponent = -double.CreateTruncating(square) * ((4 / Math.PI) + double.CreateTruncating(scaled)) / double.CreateTruncating(T.One + scaled);
        return T.CreateTruncating(0.5 + (0.5 * T.Sign(x) * Math.Sqrt(1 - Math.Exp(exponent))));
    }
}
