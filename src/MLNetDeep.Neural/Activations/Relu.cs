namespace MLNetDeep.Neural;

/// <summary>The rectifier: f(z) = max(0, z).</summary>
/// <remarks>Derivative: 1 for z > 0, otherwise 0 (also at z = 0, as in Keras and PyTorch).</remarks>
public sealed record Relu : Activation;
