namespace MLNetDeep.Neural.Randomness;

/// <summary>
/// SplitMix64 as a function of a position: value n of the sequence that begins at a key. It seeds <see cref="Xoshiro256"/>, and serves
/// by itself where values are wanted at any position, in any order and on any thread.
/// </summary>
/// <remarks>Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).</remarks>
internal static class SplitMix64
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    public static ulong At(ulong key, ulong position)
    {
        ulong z = key + ((position + 1) * Gamma);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
