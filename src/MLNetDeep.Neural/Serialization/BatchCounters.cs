using System.Collections.Immutable;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// How many batches each normalization has been trained with: PyTorch's <c>num_batches_tracked</c>. It changes nothing here, but a file
/// that comes from PyTorch and goes back keeps it.
/// </summary>
internal static class BatchCounters
{
    private const string Suffix = ".num_batches_tracked";

    public static IReadOnlyDictionary<string, long> Of(NetworkSpec spec, ImmutableArray<long> counts) =>
        Positions(spec).Zip(counts).ToDictionary(item => $"{item.First}{Suffix}", item => item.Second);

    /// <summary>The counts in the order of the layers; 0 where the file has none.</summary>
    /// <exception cref="ArgumentException">There is a counter that belongs to no layer.</exception>
    public static ImmutableArray<long> Read(NetworkSpec spec, IReadOnlyDictionary<string, long> counters)
    {
        List<string> names = [.. Positions(spec).Select(position => $"{position}{Suffix}")];
        string? unknown = counters.Keys.Except(names).Min(StringComparer.Ordinal);
        return unknown is null
            ? [.. names.Select(name => counters.GetValueOrDefault(name))]
            : throw new ArgumentException($"The network has no tensor {unknown}.");
    }

    private static IEnumerable<int> Positions(NetworkSpec spec) =>
        Enumerable.Range(0, spec.Layers.Length).Where(position => spec.Layers[position].CountsBatches);
}
