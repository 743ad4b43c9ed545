namespace MLNetDeep.Neural;

/// <summary>The Gaussian error linear unit: f(z) = z Φ(z) = z (1 + erf(z/√2)) / 2, Φ being the standard normal distribution.</summary>
/// <remarks>
/// Derivative: Φ(z) + z φ(z), φ being its density. Hendrycks and Gimpel, "Gaussian error linear units" (2016). With
/// <see cref="Approximate"/>, as they propose: f(z) = z (1 + tanh(√(2/π) (z + 0.044715 z³))) / 2, which is off by up to 0.0005.
/// </remarks>
/// <param name="Approximate">Whether tanh takes the place of erf. Default false, as in Keras and PyTorch.</param>
public sealed record Gelu(bool Approximate = false) : Activation;
