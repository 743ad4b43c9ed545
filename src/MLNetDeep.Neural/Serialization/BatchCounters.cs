using System.Collections.Immutable;

namespace MLNetDeep.Neural.Serialization;

/// <summary>
/// The number of batches that each batch normalization was trained with: PyTorch's <c>num_batches_tracked</c>. This library does not use
/// it, but keeps it in files, so that a file from PyTorch can go back to PyTorch.
/// </summary>
internal static class BatchCounters
{
    private const string Suffix = ".num_batches_tracked";

    public static IReadOnlyDictionary<string, long> Of(NetworkSpec spec, ImmutableArray<long> counts) =>
        Positions(spec).Zip(counts).ToDictionary(item => $"{item.First}{Suffix}", item => item.Second);

    /// <summary>The counts in the order of the layers; 0 if the file has none.</summary>
    /// <exception cref="ArgumentException">A counter belongs to no layer.</exception>
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
