using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MLNetDeep.Neural.Randomness;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Draws dropout masks of 0 or a scale; each element takes half of one <see cref="SplitMix64"/> value.</summary>
/// <remarks>
/// Integer arithmetic gives the same bits in every vector width. Masks consist of whole lines of 16, so there is no tail.
/// </remarks>
internal static unsafe class DropoutMask
{
    /// <summary>Fills a mask.</summary>
    /// <param name="mask">Receives 0 where the draw is below the threshold, otherwise the scale.</param>
    /// <param name="count">The length of the mask, a multiple of a line.</param>
    /// <param name="key">The key of the draws.</param>
    /// <param name="position">The position of the first draw. Each draw decides two elements, the first by its low half.</param>
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
