using MLNetDeep.Neural.Randomness;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>A normal distribution with a given mean and standard deviation, not truncated.</summary>
public sealed record RandomNormal : Initializer
{
    /// <summary>The default of <see cref="Mean"/>.</summary>
    public const double DefaultMean = 0;

    /// <summary>The default of <see cref="StandardDeviation"/>, as in Keras.</summary>
    public const double DefaultStandardDeviation = 0.05;

    /// <summary>Creates the initializer.</summary>
    /// <param name="mean">See <see cref="Mean"/>.</param>
    /// <param name="standardDeviation">See <see cref="StandardDeviation"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public RandomNormal(double mean = DefaultMean, double standardDeviation = DefaultStandardDeviation)
    {
        Mean = Guard.Accept(double.IsFinite(mean), mean, nameof(Mean), "finite");
        StandardDeviation = Guard.Accept(
            standardDeviation >= 0 && double.IsFinite(standardDeviation),
            standardDeviation,
            nameof(StandardDeviation),
            "0 or more, finite");
    }

    /// <summary>The mean. Default 0; accepted: finite.</summary>
    public double Mean { get; }

    /// <summary>The standard deviation. Default 0.05; accepted: 0 or more, finite.</summary>
    public double StandardDeviation { get; }

    internal override void Fill(Span<float> values, int fanIn, int fanOut, ref Xoshiro256 random)
    {
        foreach (ref float value in values)
        {
            value = (float)(Mean + (StandardDeviation * random.NextNormal()));
        }
    }
}
