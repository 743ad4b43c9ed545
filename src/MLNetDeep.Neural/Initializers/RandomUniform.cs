using MLNetDeep.Neural.Randomness;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>A uniform distribution over the range [minimum, maximum).</summary>
public sealed record RandomUniform : Initializer
{
    /// <summary>The default of <see cref="Minimum"/>, as in Keras.</summary>
    public const double DefaultMinimum = -0.05;

    /// <summary>The default of <see cref="Maximum"/>, as in Keras.</summary>
    public const double DefaultMaximum = 0.05;

    /// <summary>Creates the initializer.</summary>
    /// <param name="minimum">See <see cref="Minimum"/>.</param>
    /// <param name="maximum">See <see cref="Maximum"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not accepted.</exception>
    public RandomUniform(double minimum = DefaultMinimum, double maximum = DefaultMaximum)
    {
        Minimum = Guard.Accept(double.IsFinite(minimum), minimum, nameof(Minimum), "finite");
        Maximum = Guard.Accept(maximum >= minimum && double.IsFinite(maximum), maximum, nameof(Maximum), "at least Minimum, finite");
    }

    /// <summary>The lower bound, inclusive. Default -0.05; accepted: finite.</summary>
    public double Minimum { get; }

    /// <summary>The upper bound, exclusive. Default 0.05; accepted: at least <see cref="Minimum"/>, finite.</summary>
    public double Maximum { get; }

    internal override void Fill(Span<float> values, int fanIn, int fanOut, ref Xoshiro256 random)
    {
        foreach (ref float value in values)
        {
            value = (float)(Minimum + ((Maximum - Minimum) * random.NextSingle()));
        }
    }
}
