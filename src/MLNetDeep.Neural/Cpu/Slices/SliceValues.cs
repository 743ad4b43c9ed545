using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The values of a slice of a batch at one point in the network, stored unit by unit: the values of one unit for all rows are contiguous.
/// So the lanes of a vector are rows, and a layer of few units needs no padding.
/// </summary>
/// <param name="units">The number of units.</param>
/// <param name="rows">The largest number of rows of a slice.</param>
internal sealed unsafe class SliceValues(int units, int rows)
{
    private readonly AlignedBuffer _buffer = new((long)units * StrideFor(rows));

    /// <summary>The number of units.</summary>
    public int Units { get; } = units;

    /// <summary>The distance between the values of two units, in floats.</summary>
    public int Stride { get; } = StrideFor(rows);

    /// <summary>The value of the first unit for the first row.</summary>
    public float* Pointer => _buffer.Pointer;

    /// <summary>The values of a unit.</summary>
    public float* Unit(int unit) => Pointer + ((nint)unit * Stride);

    // An odd number of cache lines: with a power of two, the values of all units would compete for a few sets of the cache.
    private static int StrideFor(int rows) => ((AlignedBuffer.Pad(rows) / AlignedBuffer.LineLength) | 1) * AlignedBuffer.LineLength;
}
