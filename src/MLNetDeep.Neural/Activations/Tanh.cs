namespace MLNetDeep.Neural;

/// <summary>The hyperbolic tangent: f(z) = (e^z - e^-z) / (e^z + e^-z), between -1 and 1.</summary>
/// <remarks>Derivative: 1 - f².</remarks>
public sealed record Tanh : Activation;
