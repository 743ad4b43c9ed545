using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>The exponential linear unit: f(z) = z for z > 0, otherwise α (e^z - 1).</summary>
/// <remarks>
/// Derivative: 1 for z > 0, otherwise f(z) + α. Source: Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by
/// exponential linear units" (2016).
/// </remarks>
public sealed record Elu : Activation
{
    /// <summary>The default of <see cref="Alpha"/>.</summary>
    public const double DefaultAlpha = 1;

    /// <summary>Creates the activation.</summary>
    /// <param name="alpha">See <see cref="Alpha"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not accepted.</exception>
    public Elu(double alpha = DefaultAlpha)
    {
        Alpha = Guard.Accept(alpha > 0 && double.IsFinite(alpha), alpha, nameof(Alpha), "above 0, finite");
    }

    /// <summary>The factor α: f(z) approaches -α as z becomes very negative. Default 1; accepted: above 0, finite.</summary>
    public double Alpha { get; }
}
