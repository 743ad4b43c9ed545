using System.Numerics;

namespace Microsoft.ML.Data;

/// <summary>
/// The powers of ten for double-precision numbers, with mantissas of 64 bits: 10^e is about mantissa * 2^(scale - 64). As in
/// ML.NET, mantissas of positive powers are cut off and those of negative ones rounded; the bits of some numbers depend on it.
/// </summary>
internal static class ScaledPowersOfTen
{
    public const int Largest = 320;
    public const int Smallest = 360;

    private static readonly (ulong Mantissa, int Scale)[] s_powers = Enumerable.Range(-Smallest, Smallest + Largest + 1).Select(Make).ToArray();

    public static (ulong Mantissa, int Scale) Get(int exponent) => s_powers[exponent + Smallest];

    private static (ulong Mantissa, int Scale) Make(int exponent)
    {
        BigInteger power = BigInteger.Pow(10, Math.Abs(exponent));
        int bits = (int)power.GetBitLength();
        if (exponent >= 0)
            return ((ulong)(power << 64 >> bits), bits);
        // 2^(bits + 63) / 10^e has 64 bits, because 10^e, which is not a power of two, lies strictly between 2^(bits - 1) and 2^bits.
        return ((ulong)(((BigInteger.One << (bits + 64)) / power + 1) >> 1), 1 - bits);
    }
}
