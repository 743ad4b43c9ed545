namespace MLNetDeep.Neural.Randomness;

/// <summary>Derives independent keys from one seed: one key per purpose and index.</summary>
internal static class Seeds
{
    public static ulong Key(int seed, RandomStream stream, int number) =>
        SplitMix64.At(SplitMix64.At(SplitMix64.At(0, unchecked((uint)seed)), (ulong)stream), (ulong)number);

    public static Xoshiro256 Generator(int seed, RandomStream stream, int number) => new(Key(seed, stream, number));
}
