namespace MLNetDeep.Neural;

/// <summary>Turns the outputs of one row into probabilities: f(z)ᵢ = e^zᵢ / Σⱼ e^zⱼ.</summary>
/// <remarks>
/// Accepted on the last layer only, where it is computed together with <see cref="CategoricalCrossEntropy"/>, from the sums (logits).
/// </remarks>
public sealed record Softmax : Activation;
