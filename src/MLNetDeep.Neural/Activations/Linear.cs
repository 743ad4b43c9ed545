namespace MLNetDeep.Neural;

/// <summary>The identity: f(z) = z.</summary>
/// <remarks>Derivative: 1.</remarks>
public sealed record Linear : Activation;
