using System.Numerics;

namespace MLNetDeep.Neural.Randomness;

/// <summary>
/// The random generator xoshiro256** 1.0. Unlike System.Random, it is guaranteed to return the same numbers on every machine and in every
/// version.
/// </summary>
/// <remarks>
/// Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators" (2021). Seeded by SplitMix64, as the authors recommend.
/// </remarks>
internal struct Xoshiro256
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    public Xoshiro256(ulong key)
        : this(SplitMix64.At(key, 0), SplitMix64.At(key, 1), SplitMix64.At(key, 2), SplitMix64.At(key, 3))
    {
    }

    /// <summary>Starts from a given state, whose four numbers must not all be 0.</summary>
    public Xoshiro256(ulong s0, ulong s1, ulong s2, ulong s3)
    {
        _s0 = s0;
        _s1 = s1;
        _s2 = s2;
        _s3 = s3;
    }

    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Returns a uniform number in [0, 1), a multiple of 2⁻²⁴.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1f / (1 << 24));

    /// <summary>
    /// Returns a uniform integer in [0, <paramref name="bound"/>). Products that would make some integers more likely are rejected.
    /// </summary>
    /// <remarks>Source: Lemire, "Fast random integer generation in an interval" (2019).</remarks>
    public int NextInt32(int bound)
    {
        uint range = (uint)bound;
        ulong product = (NextUInt64() >> 32) * range;
        if ((uint)product < range)
        {
            uint threshold = unchecked(0u - range) % range;
            while ((uint)product < threshold)
            {
                product = (NextUInt64() >> 32) * range;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>Returns a uniform number in (0, 1) with 53 random bits.</summary>
    public double NextDouble() => ((NextUInt64() >> 11) + 0.5) * (1.0 / (1L << 53));

    /// <summary>Returns a normal number with mean 0 and variance 1.</summary>
    /// <remarks>
    /// Source: Box and Muller, "A note on the generation of random normal deviates" (1958). The second number of each pair is unused.
    /// </remarks>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Fills <paramref name="values"/> with uniform numbers between ±<paramref name="limit"/>.</summary>
    public void FillUniform(Span<float> values, float limit)
    {
        foreach (ref float value in values)
        {
            value = ((2 * NextSingle()) - 1) * limit;
        }
    }

    /// <summary>
    /// Fills <paramref name="values"/> with truncated normal numbers: numbers beyond ±2 are drawn again, then all are scaled to the given
    /// standard deviation.
    /// </summary>
    public void FillTruncatedNormal(Span<float> values, double standardDeviation)
    {
        // The standard deviation of a standard normal distribution truncated at ±2: √(1 - 4φ(2) / (2Φ(2) - 1)).
        const double TruncatedDeviation = 0.87962566103423978;
        foreach (ref float value in values)
        {
            double normal = NextNormal();
            while (Math.Abs(normal) > 2)
            {
                normal = NextNormal();
            }

            value = (float)(normal * standardDeviation / TruncatedDeviation);
        }
    }

    /// <summary>Shuffles the items in place; every order is equally likely (Fisher-Yates).</summary>
    public void Shuffle(Span<int> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int index = NextInt32(last + 1);
            (items[last], items[index]) = (items[index], items[last]);
        }
    }
}
