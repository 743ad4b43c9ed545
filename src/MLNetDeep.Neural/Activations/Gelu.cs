namespace MLNetDeep.Neural;

/// <summary>
/// The Gaussian error linear unit: f(z) = z Φ(z) = z (1 + erf(z/√2)) / 2, where Φ is the cumulative standard normal distribution.
/// </summary>
/// <remarks>
/// Derivative: Φ(z) + z φ(z), where φ is the standard normal density. Source: Hendrycks and Gimpel, "Gaussian error linear units" (2016).
/// If <see cref="Approximate"/> is true, their approximation is used: f(z) = z (1 + tanh(√(2/π) (z + 0.044715 z³))) / 2. Its error is at
/// most 0.0005.
/// </remarks>
/// <param name="Approximate">Whether to use the tanh approximation. Default false, as in Keras and PyTorch.</param>
public sealed record Gelu(bool Approximate = false) : Activation;
