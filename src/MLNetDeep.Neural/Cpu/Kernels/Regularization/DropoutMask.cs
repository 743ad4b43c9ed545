using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Draws dropout masks, whose elements are 0 or a scale. Each element uses half of the bits of one <see cref="SplitMix64"/> value.
/// </summary>
/// <remarks>
/// Integer arithmetic makes the masks equal for every SIMD width. The length is a multiple of 16, so no elements remain.
/// </remarks>
internal static unsafe class DropoutMask
{
    /// <summary>Fills a mask with draws.</summary>
    /// <param name="mask">Receives 0 if the draw is below the threshold, otherwise the scale.</param>
    /// <param name="count">The length of the mask, a multiple of a cache line.</param>
    /// <param name="key">The key of the random sequence.</param>
    /// <param name="position">
    /// The position of the first draw in the sequence. Each draw decides two elements, the first by its low 32 bits.
    /// </param>
    /// <param name="threshold">The dropout rate times 2³².</param>
    /// <param name="scale">The value of the elements that are kept.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(float* mask, int count, ulong key, ulong position, uint threshold, float scale)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            for (int i = 0; i < count; i += Vector512<float>.Count, position += (uint)Vector512<ulong>.Count)
            {
                Vector512<ulong> draws = SplitMix64.At(key, Vector512.Create(position) + Vector512<ulong>.Indices);
                Vector512<uint> kept = Vector512.GreaterThanOrEqual(draws.AsUInt32(), Vector512.Create(threshold));
                (kept.AsSingle() & Vector512.Create(scale)).Store(mask + i);
            }
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            for (int i = 0; i < count; i += Vector256<float>.Count, position += (uint)Vector256<ulong>.Count)
            {
                Vector256<ulong> draws = SplitMix64.At(key, Vector256.Create(position) + Vector256<ulong>.Indices);
                Vector256<uint> kept = Vector256.GreaterThanOrEqual(draws.AsUInt32(), Vector256.Create(threshold));
                (kept.AsSingle() & Vector256.Create(scale)).Store(mask + i);
            }
        }
        else
        {
            for (int i = 0; i < count; i += 2)
            {
                ulong draw = SplitMix64.At(key, position++);
                mask[i] = (uint)draw < threshold ? 0 : scale;
                mask[i + 1] = (uint)(draw >> 32) < threshold ? 0 : scale;
            }
        }
    }
}
