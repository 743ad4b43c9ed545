namespace MLNetDeep.Neural;

/// <summary>
/// The Gaussian error linear unit: f(z) = z Φ(z) = z (1 + erf(z/√2)) / 2, where Φ is the cumulative standard normal distribution.
/// </summary>
/// <remarks>
/// Derivative: Φ(z) + z φ(z), where φ is the density. Hendrycks and Gimpel, "Gaussian error linear units" (2016). With
/// <see cref="Approximate"/>, their approximation: f(z) = z (1 + tanh(√(2/π) (z + 0.044715 z³))) / 2, whose error is up to 0.0005.
/// </remarks>
/// <param name="Approximate">Whether to use the approximation with tanh. Default false, as in Keras and PyTorch.</param>
public sealed record Gelu(bool Approximate = false) : Activation;
