namespace MLNetDeep.Neural;

/// <summary>Turns the outputs of one row into probabilities: f(z)ᵢ = e^zᵢ / Σⱼ e^zⱼ.</summary>
/// <remarks>
/// Here z are the weighted sums of the last layer (the logits). Accepted on the last layer only. In training, softmax is computed together
/// with <see cref="CategoricalCrossEntropy"/>.
/// </remarks>
public sealed record Softmax : Activation;
