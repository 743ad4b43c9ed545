using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>The three products of a convolution in which each channel has one filter of its own. Lanes are channels.</summary>
internal static unsafe class DepthwiseKernel<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private const int MaxTaps = 6;

    /// <summary>Computes f(bias + sums), where f is the activation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward<TEpilogue>(in DepthwiseProduct product, in TEpilogue epilogue)
        where TEpilogue : struct, IPatchEpilogue<V>
    {
        TEpilogue local = epilogue;
        for (int channel = 0; channel < product.Channels; channel += S.Lanes)
        {
            int count = product.Channels - channel;
            float* picture = product.Picture + channel;
            float* sums = product.Sums + channel;
            V bias = local.Begin(sums, channel, count);
            int patch = product.FirstPatch;
            for (; patch + 4 <= product.EndPatch; patch += 4)
            {
                float* patch0 = picture + product.Patches[patch];
                float* patch1 = picture + product.Patches[patch + 1];
                float* patch2 = picture + product.Patches[patch + 2];
                float* patch3 = picture + product.Patches[patch + 3];
                V sum0 = bias, sum1 = bias, sum2 = bias, sum3 = bias;
                float* weight = product.Weights + channel;
                for (int tap = 0; tap < product.TapCount; tap++, weight += product.WeightStride)
                {
                    nint offset = product.Taps[tap];
                    V factor = S.Load(weight);
                    sum0 = S.MultiplyAdd(RowEnd<S, V>.Load(patch0 + offset, count), factor, sum0);
                    sum1 = S.MultiplyAdd(RowEnd<S, V>.Load(patch1 + offset, count), factor, sum1);
                    sum2 = S.MultiplyAdd(RowEnd<S, V>.Load(patch2 + offset, count), factor, sum2);
                    sum3 = S.MultiplyAdd(RowEnd<S, V>.Load(patch3 + offset, count), factor, sum3);
                }

                local.End(sums + product.Positions[patch], count, sum0);
                local.End(sums + product.Positions[patch + 1], count, sum1);
                local.End(sums + product.Positions[patch + 2], count, sum2);
                local.End(sums + product.Positions[patch + 3], count, sum3);
            }

            for (; patch < product.EndPatch; patch++)
            {
                float* values = picture + product.Patches[patch];
                V sum = bias;
                float* weight = product.Weights + channel;
                for (int tap = 0; tap < product.TapCount; tap++, weight += product.WeightStride)
                {
                    sum = S.MultiplyAdd(RowEnd<S, V>.Load(values + product.Taps[tap], count), S.Load(weight), sum);
                }

                local.End(sums + product.Positions[patch], count, sum);
            }
        }
    }

    /// <summary>weights[t, c] ← weights[t, c] + Σₚ picture[p, t, c]·sums[p, c].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddToWeights(in DepthwiseProduct product) => Run(product, default(WeightBlocks));

    /// <summary>picture[p, t, c] ← picture[p, t, c] + weights[t, c]·sums[p, c], patch by patch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddToPicture(in DepthwiseProduct product) => Run(product, default(PictureBlocks));

    private static void Run<TBlocks>(in DepthwiseProduct product, TBlocks blocks)
        where TBlocks : struct, IBlocks
    {
        for (int tap = 0; tap < product.TapCount;)
        {
            // Blocks of about equal size.
            int rest = product.TapCount - tap;
            int count = (rest + MaxTaps - 1) / MaxTaps;
            int size = (rest + count - 1) / count;
            switch (size)
            {
                case 1:
                    blocks.Run<Vectors1>(product, tap);
                    break;
                case 2:
                    blocks.Run<Vectors2>(product, tap);
                    break;
                case 3:
                    blocks.Run<Vectors3>(product, tap);
                    break;
                case 4:
                    blocks.Run<Vectors4>(product, tap);
                    break;
                case 5:
                    blocks.Run<Vectors5>(product, tap);
                    break;
                default:
                    blocks.Run<Vectors6>(product, tap);
                    break;
            }

            tap += size;
        }
    }

    /// <summary>Processes a block of values of each patch, whose number is known at JIT compilation.</summary>
    private interface IBlocks
    {
        void Run<TSize>(in DepthwiseProduct product, int firstTap)
            where TSize : struct, IVectorCount;
    }

    private readonly struct WeightBlocks : IBlocks
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TSize>(in DepthwiseProduct product, int firstTap)
            where TSize : struct, IVectorCount
        {
            int* taps = product.Taps + firstTap;
            nint tap0 = taps[0];
            nint tap1 = TSize.Count > 1 ? taps[1] : 0;
            nint tap2 = TSize.Count > 2 ? taps[2] : 0;
            nint tap3 = TSize.Count > 3 ? taps[3] : 0;
            nint tap4 = TSize.Count > 4 ? taps[4] : 0;
            nint tap5 = TSize.Count > 5 ? taps[5] : 0;
            for (int channel = 0; channel < product.Channels; channel += S.Lanes)
            {
                V s0 = S.Broadcast(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0;
                for (int patch = product.FirstPatch; patch < product.EndPatch; patch++)
                {
                    V gradient = S.Load(product.Sums + product.Positions[patch] + channel);
                    float* values = product.Picture + product.Patches[patch] + channel;
                    s0 = S.MultiplyAdd(gradient, S.Load(values + tap0), s0);
                    s1 = TSize.Count > 1 ? S.MultiplyAdd(gradient, S.Load(values + tap1), s1) : s1;
                    s2 = TSize.Count > 2 ? S.MultiplyAdd(gradient, S.Load(values + tap2), s2) : s2;
                    s3 = TSize.Count > 3 ? S.MultiplyAdd(gradient, S.Load(values + tap3), s3) : s3;
                    s4 = TSize.Count > 4 ? S.MultiplyAdd(gradient, S.Load(values + tap4), s4) : s4;
                    s5 = TSize.Count > 5 ? S.MultiplyAdd(gradient, S.Load(values + tap5), s5) : s5;
                }

                int count = product.Channels - channel;
                float* weight = product.Weights + (firstTap * product.WeightStride) + channel;
                RowEnd<S, V>.Store(S.Add(s0, RowEnd<S, V>.Load(weight, count)), weight, count);
                if (TSize.Count > 1)
                {
                    weight += product.WeightStride;
                    RowEnd<S, V>.Store(S.Add(s1, RowEnd<S, V>.Load(weight, count)), weight, count);
                }

                if (TSize.Count > 2)
                {
                    weight += product.WeightStride;
                    RowEnd<S, V>.Store(S.Add(s2, RowEnd<S, V>.Load(weight, count)), weight, count);
                }

                if (TSize.Count > 3)
                {
                    weight += product.WeightStride;
                    RowEnd<S, V>.Store(S.Add(s3, RowEnd<S, V>.Load(weight, count)), weight, count);
                }

                if (TSize.Count > 4)
                {
                    weight += product.WeightStride;
                    RowEnd<S, V>.Store(S.Add(s4, RowEnd<S, V>.Load(weight, count)), weight, count);
                }

                if (TSize.Count > 5)
                {
                    weight += product.WeightStride;
                    RowEnd<S, V>.Store(S.Add(s5, RowEnd<S, V>.Load(weight, count)), weight, count);
                }
            }
        }
    }

    private readonly struct PictureBlocks : IBlocks
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<TSize>(in DepthwiseProduct product, int firstTap)
            where TSize : struct, IVectorCount
        {
            int* taps = product.Taps + firstTap;
            nint tap0 = taps[0];
            nint tap1 = TSize.Count > 1 ? taps[1] : 0;
            nint tap2 = TSize.Count > 2 ? taps[2] : 0;
            nint tap3 = TSize.Count > 3 ? taps[3] : 0;
            nint tap4 = TSize.Count > 4 ? taps[4] : 0;
            nint tap5 = TSize.Count > 5 ? taps[5] : 0;
            nint stride = product.WeightStride;
            for (int channel = 0; channel < product.Channels; channel += S.Lanes)
            {
                int count = product.Channels - channel;
                float* weight = product.Weights + (firstTap * stride) + channel;
                V w0 = S.Load(weight);
                V w1 = TSize.Count > 1 ? S.Load(weight + (1 * stride)) : w0;
                V w2 = TSize.Count > 2 ? S.Load(weight + (2 * stride)) : w0;
                V w3 = TSize.Count > 3 ? S.Load(weight + (3 * stride)) : w0;
                V w4 = TSize.Count > 4 ? S.Load(weight + (4 * stride)) : w0;
                V w5 = TSize.Count > 5 ? S.Load(weight + (5 * stride)) : w0;
                for (int patch = product.FirstPatch; patch < product.EndPatch; patch++)
                {
                    V gradient = S.Load(product.Sums + product.Positions[patch] + channel);
                    float* values = product.Picture + product.Patches[patch] + channel;
                    RowEnd<S, V>.Store(S.MultiplyAdd(gradient, w0, RowEnd<S, V>.Load(values + tap0, count)), values + tap0, count);
                    if (TSize.Count > 1)
                    {
                        RowEnd<S, V>.Store(S.MultiplyAdd(gradient, w1, RowEnd<S, V>.Load(values + tap1, count)), values + tap1, count);
                    }

                    if (TSize.Count > 2)
                    {
                        RowEnd<S, V>.Store(S.MultiplyAdd(gradient, w2, RowEnd<S, V>.Load(values + tap2, count)), values + tap2, count);
                    }

                    if (TSize.Count > 3)
                    {
                        RowEnd<S, V>.Store(S.MultiplyAdd(gradient, w3, RowEnd<S, V>.Load(values + tap3, count)), values + tap3, count);
                    }

                    if (TSize.Count > 4)
                    {
                        RowEnd<S, V>.Store(S.MultiplyAdd(gradient, w4, RowEnd<S, V>.Load(values + tap4, count)), values + tap4, count);
                    }

                    if (TSize.Count > 5)
                    {
                        RowEnd<S, V>.Store(S.MultiplyAdd(gradient, w5, RowEnd<S, V>.Load(values + tap5, count)), values + tap5, count);
                    }
                }
            }
        }
    }
}
