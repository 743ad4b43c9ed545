using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep.Neural.Randomness;

/// <summary>
/// The generator SplitMix64 with random access: <c>At</c> computes the value at any position of the sequence that a key starts. It seeds
/// <see cref="Xoshiro256"/>. It is also used directly where threads need values at arbitrary positions.
/// </summary>
/// <remarks>Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014).</remarks>
internal static class SplitMix64
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;
    private const ulong FirstMultiplier = 0xBF58476D1CE4E5B9;
    private const ulong SecondMultiplier = 0x94D049BB133111EB;

    public static ulong At(ulong key, ulong position)
    {
        ulong z = key + ((position + 1) * Gamma);
        z = (z ^ (z >> 30)) * FirstMultiplier;
        z = (z ^ (z >> 27)) * SecondMultiplier;
        return z ^ (z >> 31);
    }

    /// <summary>Computes the values at several positions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> At(ulong key, Vector256<ulong> positions)
    {
        Vector256<ulong> z = Vector256.Create(key) + ((positions + Vector256<ulong>.One) * Vector256.Create(Gamma));
        z = (z ^ (z >> 30)) * Vector256.Create(FirstMultiplier);
        z = (z ^ (z >> 27)) * Vector256.Create(SecondMultiplier);
        return z ^ (z >> 31);
    }

    /// <summary>Computes the values at several positions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> At(ulong key, Vector512<ulong> positions)
    {
        Vector512<ulong> z = Vector512.Create(key) + ((positions + Vector512<ulong>.One) * Vector512.Create(Gamma));
        z = (z ^ (z >> 30)) * Vector512.Create(FirstMultiplier);
        z = (z ^ (z >> 27)) * Vector512.Create(SecondMultiplier);
        return z ^ (z >> 31);
    }
}
