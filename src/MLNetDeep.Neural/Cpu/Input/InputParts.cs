using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The division of a network's inputs into parts. The first layer computes a partial sum for each part and then adds the partial sums.
/// </summary>
/// <remarks>The parts depend only on the layer's shape, so the results do not depend on the number of threads.</remarks>
/// <param name="Inputs">The number of inputs.</param>
/// <param name="Count">The number of parts; 1 if the inputs are not divided.</param>
internal readonly record struct InputParts(int Inputs, int Count)
{
    // The weights of this many inputs fill whole memory pages for any number of units: see AlignedBuffer.
    private const int Granularity = AlignedBuffer.PageLength / AlignedBuffer.LineLength;

    // With fewer granules per part, rounding to whole granules would make the parts too unequal.
    private const int MinGranules = 4;

    /// <summary>The number of inputs in the largest part.</summary>
    public int LargestSize
    {
        get
        {
            int largest = 0;
            for (int part = 0; part < Count; part++)
            {
                largest = Math.Max(largest, FirstInput(part + 1) - FirstInput(part));
            }

            return largest;
        }
    }

    /// <summary>The first input of a part; for <see cref="Count"/>, the number of inputs.</summary>
    public int FirstInput(int part)
    {
        int first = (int)((long)Inputs * part / Count);
        bool isExact = part == Count || Inputs < Count * MinGranules * Granularity;
        return isExact ? first : (first + (Granularity / 2)) / Granularity * Granularity;
    }
}
