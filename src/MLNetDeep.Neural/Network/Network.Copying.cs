using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural;

/// <content>Going on from another network.</content>
public sealed partial class Network
{
    /// <summary>Creates a network that goes on from the current weights of another one.</summary>
    /// <remarks>
    /// The networks then train independently. Running statistics and batch counters are taken too. The layers may differ in options that do
    /// not change a parameter's name or shape, such as a dropout rate or a regularizer.
    /// </remarks>
    /// <param name="spec">The architecture, with parameters of the same names and shapes as those of <paramref name="source"/>.</param>
    /// <param name="source">The network to go on from. It is not changed.</param>
    /// <exception cref="ArgumentException">The parameters differ; the message names the first difference.</exception>
    public Network(NetworkSpec spec, Network source)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(source);
        if (FindDifference(spec, source.Spec) is { } difference)
        {
            throw new ArgumentException($"The network to go on from does not fit: {difference}.", nameof(source));
        }

        Spec = spec;
        WeightSnapshot start = source.Current;
        _snapshot = new(
            spec,
            [.. start.Weights.Select((tensor, i) => InOrderOf(spec.Parameters[i], source.Spec.Parameters[i], tensor))],
            start.BatchesTracked);
    }

    /// <summary>Creates a network that starts from weights of another one, matched by name; the others are random.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="weights">The weights to start from.</param>
    /// <param name="seed">The seed for the random weights.</param>
    /// <exception cref="ArgumentException">
    /// No tensor matches a parameter, a frozen layer lacks one, or one is missing or left over and <see cref="PretrainedWeights.RequireAll"/> is
    /// true. The message names them.
    /// </exception>
    public Network(NetworkSpec spec, PretrainedWeights weights, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(weights);
        Spec = spec;
        (ImmutableArray<NamedTensor> tensors, ImmutableArray<long> batchesTracked) = weights.CreateWeights(spec, seed);
        _snapshot = new(spec, tensors, batchesTracked);
    }

    private static string? FindDifference(NetworkSpec spec, NetworkSpec source)
    {
        if (!ValueArrays.Equal(spec.InputShape, source.InputShape))
        {
            return $"its input has the shape {Shapes.Text(source.InputShape)}, and this network's {Shapes.Text(spec.InputShape)}";
        }

        foreach ((ParameterSpec own, ParameterSpec other) in spec.Parameters.Zip(source.Parameters))
        {
            if (own.Name != other.Name || !ValueArrays.Equal(own.Shape, other.Shape))
            {
                return $"it has {Describe(other)} where this network has {Describe(own)}";
            }
        }

        int more = Math.Min(spec.Parameters.Length, source.Parameters.Length);
        return spec.Parameters.Length > more ? $"it does not have {Describe(spec.Parameters[more])} of this network"
            : source.Parameters.Length > more ? $"it also has {Describe(source.Parameters[more])}"
            : null;
    }

    // The layers may have other channels before the same number of columns.
    private static NamedTensor InOrderOf(ParameterSpec own, ParameterSpec other, NamedTensor tensor) =>
        own.FlattenedChannels == other.FlattenedChannels
            ? tensor
            : new NamedTensor(tensor.Name, tensor.Shape, own.InFileOrder(other.InRowOrder(tensor.Values)));

    private static string Describe(ParameterSpec parameter) => $"{parameter.Name} with the shape {Shapes.Text(parameter.Shape)}";
}
