using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The division of a network's inputs into parts, whose sums the first layer computes separately and then adds.</summary>
/// <remarks>The parts depend on the layer's shape alone, so the results do not depend on the number of threads.</remarks>
/// <param name="Inputs">The number of inputs.</param>
/// <param name="Count">The number of parts; 1 if the inputs are not divided.</param>
internal readonly record struct InputParts(int Inputs, int Count)
{
    // The weights of this many inputs fill whole memory pages for any number of units: see AlignedBuffer.
    private const int Granularity = AlignedBuffer.PageLength / AlignedBuffer.LineLength;

    // Smaller parts would differ too much in size.
    private const int MinGranules = 4;

    /// <summary>The number of inputs in the largest part.</summary>
    public int Largest
    {
        get
        {
            int largest = 0;
            for (int part = 0; part < Count; part++)
            {
                largest = Math.Max(largest, First(part + 1) - First(part));
            }

            return largest;
        }
    }

    /// <summary>The first input of a part; for <see cref="Count"/>, the number of inputs.</summary>
    public int First(int part)
    {
        int first = (int)((long)Inputs * part / Count);
        bool isExact = part == Count || Inputs < Count * MinGranules * Granularity;
        return isExact ? first : (first + (Granularity / 2)) / Granularity * Granularity;
    }
}
