using System.Text;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <summary>The state that an optimizer keeps from step to step.</summary>
/// <param name="Steps">The number of steps taken.</param>
/// <param name="Tensors">
/// The state tensors of each trained parameter. A tensor has the shape of its parameter and the parameter's name with a suffix, for example
/// <c>0.weight.velocity</c>. The suffixes are: <see cref="Sgd"/>: <c>velocity</c> with momentum, otherwise no tensors. <see cref="Adam"/>
/// and <see cref="AdamW"/>: <c>mean</c> (m) and <c>variance</c> (v). <see cref="Adagrad"/>: <c>accumulator</c>. <see cref="Adadelta"/>:
/// <c>squared_gradient</c> and <c>squared_step</c>. <see cref="RmsProp"/>: <c>squared_gradient</c>, with momentum also <c>velocity</c>, and
/// if centered also <c>mean</c>.
/// </param>
public sealed record OptimizerState(long Steps, IReadOnlyList<NamedTensor> Tensors)
{
    /// <summary>Compares the number of steps and the names, shapes and values of the tensors.</summary>
    /// <param name="other">The other state.</param>
    public bool Equals(OptimizerState? other) =>
        other is not null
        && Steps == other.Steps
        && Tensors.Count == other.Tensors.Count
        && Tensors.Zip(other.Tensors).All(pair => pair.First.HasContentOf(pair.Second));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Steps, Tensors.Count);

    private bool PrintMembers(StringBuilder builder) => RecordText.Append(builder, this);
}
