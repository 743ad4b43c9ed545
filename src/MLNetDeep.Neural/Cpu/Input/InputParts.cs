using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// How the inputs of a network are cut: a layer that is cut sums each part by itself, then adds up the sums. The cut follows from the
/// layer's shape alone, never from the number of threads, which therefore does not show in the results.
/// </summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Count">The number of parts; 1 where nothing is cut.</param>
internal readonly record struct InputParts(int Inputs, int Count)
{
    // The weights of so many inputs fill whole pages of memory, however many units there are: see AlignedBuffer.
    private const int Granularity = AlignedBuffer.PageLength / AlignedBuffer.LineLength;

    // Smaller parts would get too unequal.
    private const int MinGranules = 4;

    /// <summary>The inputs of the largest part.</summary>
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

    /// <summary>The first input of a part; of the one after the last, where they end.</summary>
    public int First(int part)
    {
        int first = (int)((long)Inputs * part / Count);
        return part == Count || Inputs < Count * MinGranules * Granularity ? first : (first + (Granularity / 2)) / Granularity * Granularity;
    }
}
