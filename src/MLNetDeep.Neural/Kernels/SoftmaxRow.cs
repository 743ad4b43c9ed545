using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Kernels;

/// <summary>
/// The parts of softmax over one row. The largest logit is taken off first, so that no exponential overflows; the padding is
/// set to -∞, whose exponential is 0.
/// </summary>
internal static unsafe class SoftmaxRow<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>Writes e^(logit - largest), and gives the largest logit and the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Exponentials(float* logits, int count, float* result, out float largest, out float sum)
    {
        int padded = AlignedBuffer.Pad(count);
        for (int i = count; i < padded; i++)
        {
            logits[i] = float.NegativeInfinity;
        }

        V top = S.Load(logits);
        for (int i = S.Lanes; i < padded; i += S.Lanes)
        {
            top = S.Max(top, S.Load(logits + i));
        }

        largest = S.LargestLane(top);
        V shift = S.Broadcast(largest);
        V total = S.Broadcast(0);
        for (int i = 0; i < padded; i += S.Lanes)
        {
            V exponential = Exponential<S, V>.Apply(S.Subtract(S.Load(logits + i), shift));
            total = S.Add(total, exponential);
            S.Store(exponential, result + i);
        }

        sum = S.Sum(total);
    }

    /// <summary>
    /// Multiplies by <paramref name="factor"/>. What is negligible becomes 0: such gradients would reach the weights as denormal
    /// numbers, which are slow to compute with.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
}
