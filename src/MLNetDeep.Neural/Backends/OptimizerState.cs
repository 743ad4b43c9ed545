namespace MLNetDeep.Neural;

/// <summary>What an optimizer carries from step to step.</summary>
/// <param name="Steps">The steps taken.</param>
/// <param name="Tensors">
/// Shaped as the trained parameter each belongs to, and named for it, as <c>0.weight.velocity</c>: <c>velocity</c> for <see cref="Sgd"/>
/// with momentum (none without); <c>mean</c> (m) and <c>variance</c> (v) for <see cref="Adam"/> and <see cref="AdamW"/>;
/// <c>accumulator</c> for <see cref="Adagrad"/>; <c>squared_gradient</c> and <c>squared_step</c> for <see cref="Adadelta"/>;
/// <c>squared_gradient</c>, with momentum <c>velocity</c> and where centered <c>mean</c> for <see cref="RmsProp"/>.
/// </param>
public sealed record OptimizerState(long Steps, IReadOnlyList<NamedTensor> Tensors);
