namespace MLNetDeep.Neural;

/// <summary>The rectifier: f(z) = max(0, z).</summary>
/// <remarks>Derivative: 1 where z is above 0, otherwise 0 (at 0 too, as Keras and PyTorch have it).</remarks>
public sealed record Relu : Activation;
