namespace MLNetDeep.Neural;

/// <summary>What an optimizer carries from step to step.</summary>
/// <param name="Steps">The steps taken.</param>
/// <param name="Tensors">
/// Shaped as the parameter each belongs to, and named for it: <c>0.weight.velocity</c> for <see cref="Sgd"/> with momentum;
/// <c>0.weight.mean</c> (m) and <c>0.weight.variance</c> (v) for <see cref="Adam"/>; none for plain <see cref="Sgd"/>.
/// </param>
public sealed record OptimizerState(long Steps, IReadOnlyList<NamedTensor> Tensors);
