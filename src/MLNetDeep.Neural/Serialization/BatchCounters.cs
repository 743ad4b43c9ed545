using System.Collections.Immutable;
using MLNetDeep.Neural.Validation;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// Converts the number of training batches of each batch normalization to and from the tensors <c>num_batches_tracked</c> of PyTorch. This
/// library does not need the numbers. It keeps them so that PyTorch can read the saved files.
/// </summary>
internal static class BatchCounters
{
    public static IReadOnlyDictionary<string, long> ToCounters(NetworkSpec spec, ImmutableArray<long> counts) =>
        Names(spec).Zip(counts).ToDictionary(item => item.First, item => item.Second);

    /// <summary>Returns a count of 0 for each counter of a network.</summary>
    public static ImmutableArray<long> Zeros(NetworkSpec spec) => [.. Names(spec).Select(_ => 0L)];

    /// <summary>Returns the counts in the order of the layers; 0 for a layer without a counter in the file.</summary>
    /// <exception cref="ArgumentException">A counter does not belong to any layer of the network, or is negative.</exception>
    public static ImmutableArray<long> Read(NetworkSpec spec, IReadOnlyDictionary<string, long> counters)
    {
        List<string> names = [.. Names(spec)];
        string? unknown = counters.Keys.Except(names).Min(StringComparer.Ordinal);
        if (unknown is not null)
        {
            throw new ArgumentException($"The network has no tensor {unknown}.");
        }

        return [.. names.Select(name => Guard.NotNegative(counters.GetValueOrDefault(name), name))];
    }

    private static IEnumerable<string> Names(NetworkSpec spec) =>
        spec.Layers.SelectMany((layer, i) => layer.CounterNames.Select(name => spec.NamePrefix(i) + name));
}
