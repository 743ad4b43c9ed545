using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>The leaky rectifier: f(z) = z for z > 0, otherwise s·z with the slope s.</summary>
/// <remarks>
/// Derivative: 1 for z > 0, otherwise s. Source: Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models"
/// (2013). The default slope 0.2 is that of Keras's activation function <c>leaky_relu</c>. Keras's layer <c>LeakyReLU</c> uses 0.3, PyTorch
/// 0.01.
/// </remarks>
public sealed record LeakyRelu : Activation
{
    /// <summary>The default of <see cref="NegativeSlope"/>.</summary>
    public const double DefaultNegativeSlope = 0.2;

    /// <summary>Creates the activation.</summary>
    /// <param name="negativeSlope">See <see cref="NegativeSlope"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="negativeSlope"/> is not accepted.</exception>
    public LeakyRelu(double negativeSlope = DefaultNegativeSlope)
    {
        NegativeSlope = Guard.Accept(
            negativeSlope >= 0 && double.IsFinite(negativeSlope), negativeSlope, nameof(NegativeSlope), "0 or more, finite");
    }

    /// <summary>The slope s for z below 0. Default 0.2; accepted: 0 or more, finite.</summary>
    public double NegativeSlope { get; }
}
