namespace MLNetDeep.Neural;

/// <summary>The logistic function: f(z) = 1 / (1 + e^-z), between 0 and 1.</summary>
/// <remarks>Derivative: f (1 - f).</remarks>
public sealed record Sigmoid : Activation;
