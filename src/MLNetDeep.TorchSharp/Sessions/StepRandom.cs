namespace MLNetDeep.TorchSharp;

/// <summary>Seeds of the random numbers that modules draw in training steps.</summary>
internal static class StepRandom
{
    /// <summary>Returns the seed of a step, for libtorch.</summary>
    /// <param name="seed">The seed of the training.</param>
    /// <param name="step">The number of steps taken before.</param>
    /// <param name="position">
    /// The position of the first row in the whole batch: processes that share a batch draw other numbers for their parts.
    /// </param>
    public static long SeedOf(int seed, long step, int position)
    {
        ulong whole = Mix(Mix((uint)seed) + (ulong)step);
        return unchecked((long)(position == 0 ? whole : Mix(whole + (ulong)position)));
    }

    // The output function of SplitMix64 (Steele, Lea and Flood, 2014): near inputs give unrelated outputs.
    private static ulong Mix(ulong number)
    {
        ulong z = number + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
