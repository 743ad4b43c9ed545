using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural.Serialization;

/// <summary>Matches tensors with the parameters of a network by name, and checks their shapes.</summary>
internal static class WeightBinder
{
    /// <summary>Returns the tensors in the order of the parameters.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="weights">The tensors, in any order.</param>
    /// <param name="copies">Whether to copy them. False for tensors that nothing else uses, such as those of a file.</param>
    /// <exception cref="ArgumentException">A tensor is missing, unknown, given twice, or has the wrong shape.</exception>
    public static ImmutableArray<NamedTensor> Bind(NetworkSpec spec, IEnumerable<NamedTensor> weights, bool copies = true)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Dictionary<string, NamedTensor> byName = [];
        foreach (NamedTensor tensor in weights)
        {
            if (!byName.TryAdd(tensor.Name, tensor))
            {
                throw new ArgumentException($"The tensor {tensor.Name} is given twice.", nameof(weights));
            }
        }

        ImmutableArray<NamedTensor>.Builder bound = ImmutableArray.CreateBuilder<NamedTensor>(spec.Parameters.Length);
        foreach (ParameterSpec parameter in spec.Parameters)
        {
            if (!byName.Remove(parameter.Name, out NamedTensor? tensor))
            {
                throw new ArgumentException($"The tensor {parameter.Name} {Shapes.Text(parameter.Shape)} is missing.", nameof(weights));
            }

            if (!ValueArrays.Equal(tensor.Shape, parameter.Shape))
            {
                throw new ArgumentException(
                    $"The tensor {parameter.Name} has the shape {Shapes.Text(tensor.Shape)}; "
                    + $"the network needs {Shapes.Text(parameter.Shape)}.",
                    nameof(weights));
            }

            bound.Add(copies ? tensor.Copy() : tensor);
        }

        return byName.Count == 0
            ? bound.MoveToImmutable()
            : throw new ArgumentException($"The network has no tensor {byName.Keys.Min(StringComparer.Ordinal)}.", nameof(weights));
    }
}
