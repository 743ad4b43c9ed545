namespace MLNetDeep.Neural;

/// <summary>The smooth rectifier: f(z) = log(1 + e^z), always above 0.</summary>
/// <remarks>Derivative: 1 / (1 + e^-z).</remarks>
public sealed record Softplus : Activation;
