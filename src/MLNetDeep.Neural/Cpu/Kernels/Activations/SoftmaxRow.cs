using System.Numerics;
using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The steps of softmax over one row. The largest logit is subtracted first, so that no exponential overflows. The padding is treated as
/// logits of -∞, whose exponential is 0.
/// </summary>
internal static unsafe class SoftmaxRow<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>The largest logit; unspecified if one is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(float* logits, int count)
    {
        V largest = Load(logits, 0, count);
        for (int i = S.Lanes; i < count; i += S.Lanes)
        {
            largest = S.Max(largest, Load(logits, i, count));
        }

        return S.LargestLane(largest);
    }

    /// <summary>The index of the first logit equal to <paramref name="largest"/>; -1 if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int IndexOf(float largest, float* logits, int count)
    {
        V target = S.Broadcast(largest);
        for (int i = 0; i < count; i += S.Lanes)
        {
            uint found = S.EqualLanes(Load(logits, i, count), target);
            if (found != 0)
            {
                return i + BitOperations.TrailingZeroCount(found);
            }
        }

        return -1;
    }

    /// <summary>Writes e^(logit - largest) to <paramref name="result"/>, with 0 in the padding, and returns the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exponentials(float* logits, int count, float largest, float* result)
    {
        V shift = S.Broadcast(largest);
        int padded = AlignedBuffer.Pad(count);
        V sum = S.Broadcast(0);
        for (int i = 0; i < padded; i += S.Lanes)
        {
            V exponential = Exponential<S, V>.Apply(S.Subtract(Load(logits, i, count), shift));
            sum = S.Add(sum, exponential);
            S.Store(exponential, result + i);
        }

        return S.Sum(sum);
    }

    /// <summary>
    /// Multiplies the values by <paramref name="factor"/>. Results below <see cref="IUpdateRule{V}.Negligible"/> become 0, since their
    /// products with other numbers may be denormal, and arithmetic on denormal numbers is slow.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scale(float* values, int count, float factor)
    {
        V scale = S.Broadcast(factor);
        V negligible = S.Broadcast(IUpdateRule<V>.Negligible);
        for (int i = 0; i < count; i += S.Lanes)
        {
            V scaled = S.Multiply(S.Load(values + i), scale);
            S.Store(S.WhereGreater(negligible, scaled, S.Broadcast(0), scaled), values + i);
        }
    }

    // The padding is replaced by -∞ in registers: writing -∞ to memory and then loading it as part of a vector would stall.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Load(float* logits, int first, int count) =>
        S.WhereGreater(S.Broadcast(count - first), S.Indices, S.Load(logits + first), S.Broadcast(float.NegativeInfinity));
}
