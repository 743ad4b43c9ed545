namespace MLNetDeep.Neural;

/// <summary>The state that an optimizer keeps from step to step.</summary>
/// <param name="Steps">The number of steps taken.</param>
/// <param name="Tensors">
/// Tensors with the shape of the trained parameter they belong to and a name such as <c>0.weight.velocity</c>: <c>velocity</c> for <see
/// cref="Sgd"/> with momentum (no tensors without); <c>mean</c> (m) and <c>variance</c> (v) for <see cref="Adam"/> and <see cref="AdamW"/>;
/// <c>accumulator</c> for <see cref="Adagrad"/>; <c>squared_gradient</c> and <c>squared_step</c> for <see cref="Adadelta"/>;
/// <c>squared_gradient</c>, with momentum also <c>velocity</c> and if centered also <c>mean</c>, for <see cref="RmsProp"/>.
/// </param>
public sealed record OptimizerState(long Steps, IReadOnlyList<NamedTensor> Tensors);
