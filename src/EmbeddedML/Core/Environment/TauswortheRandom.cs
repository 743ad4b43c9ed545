using System.Numerics;

namespace Microsoft.ML.Runtime;

/// <summary>
/// The hybrid of three Tausworthe generators and a linear congruential one (Howes and Thomas, GPU Gems 3, chapter 37),
/// seeded by rounds of MurmurHash3. ML.NET draws its random numbers so; the same seed gives the same splits and orders.
/// </summary>
internal sealed class TauswortheRandom : Random
{
    private const double Scale = 1.0 / (1L << 32);

    private uint _z1;
    private uint _z2;
    private uint _z3;
    private uint _z4;

    public TauswortheRandom(int seed)
    {
        _z1 = (uint)seed;
        _z2 = MurmurRound(_z1, _z1);
        _z3 = MurmurRound(_z2, _z1);
        _z4 = MurmurRound(_z3, _z1);
    }

    /// <summary>Draws the state from another generator.</summary>
    public TauswortheRandom(Random source)
    {
        _z1 = DrawSeed(source);
        _z2 = DrawSeed(source);
        _z3 = DrawSeed(source);
        _z4 = Draw(source);
    }

    public static TauswortheRandom Create(int? seed) => seed is int value ? new(value) : new(new Random());

    public override int Next()
    {
        uint value = NextUInt32();
        return (int)(value & int.MaxValue);
    }

    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return (int)(((ulong)NextUInt32() * (ulong)maxValue) >> 32);
    }

    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        return (int)((long)(NextDouble() * ((long)maxValue - minValue)) + minValue);
    }

    public override double NextDouble() => NextUInt32() * Scale;

    /// <summary>A number in [0, 1): the high 23 bits, so that rounding never gives 1.</summary>
    public override float NextSingle() => (NextUInt32() >> 9) * (1f / (1 << 23));

    public override void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        NextBytes(buffer.AsSpan());
    }

    public override void NextBytes(Span<byte> buffer)
    {
        foreach (ref byte value in buffer)
            value = (byte)Next();
    }

    protected override double Sample() => NextDouble();

    /// <summary>Any 32 bits, as a signed number.</summary>
    public int NextSigned() => (int)NextUInt32();

    private uint NextUInt32()
    {
        _z1 = ((_z1 & ~0x1u) << 12) ^ (((_z1 << 13) ^ _z1) >> 19);
        _z2 = ((_z2 & ~0x7u) << 4) ^ (((_z2 << 2) ^ _z2) >> 25);
        _z3 = ((_z3 & ~0xfu) << 17) ^ (((_z3 << 3) ^ _z3) >> 11);
        _z4 = (_z4 * 1664525) + 1013904223;
        return _z1 ^ _z2 ^ _z3 ^ _z4;
    }

    private static uint MurmurRound(uint hash, uint word)
    {
        hash ^= BitOperations.RotateLeft(word * 0xcc9e2d51, 15) * 0x1b873593;
        return (BitOperations.RotateLeft(hash, 13) * 5) + 0xe6546b64;
    }

    private static uint Draw(Random source) => ((uint)source.Next(0x10000) << 16) | (uint)source.Next(0x10000);

    // The Tausworthe generators need a seed of at least 128, else they start in a short cycle.
    private static uint DrawSeed(Random source)
    {
        uint value;
        do
            value = Draw(source);
        while (value < 128);
        return value;
    }
}
