using System.Collections.Immutable;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The parts of a patch that are contiguous in a picture, in the order of the weights' inputs.</summary>
/// <param name="offsets">The offset of each part, in floats.</param>
/// <param name="length">The length of each part, in floats.</param>
internal sealed class PatchSegments(IEnumerable<int> offsets, int length)
{
    /// <summary>The offset of each part, in floats.</summary>
    public ImmutableArray<int> Offsets { get; } = [.. offsets];

    /// <summary>As <see cref="Offsets"/>, for kernels.</summary>
    public IndexTable Table { get; } = new(offsets);

    /// <summary>The length of each part, in floats.</summary>
    public int Length { get; } = length;

    /// <summary>The number of parts.</summary>
    public int Count => Offsets.Length;
}
