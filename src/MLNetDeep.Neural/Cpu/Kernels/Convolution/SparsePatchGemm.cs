using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Computes a <see cref="SparsePatchProduct"/>. Up to 6 vectors of sums stay in registers over all terms of a row; each sum is taken over
/// ascending terms.
/// </summary>
internal static unsafe class SparsePatchGemm<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private const int MaxVectors = SparsePatchProduct.MaxListlessVectors;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in SparsePatchProduct product)
    {
        for (int vector = 0; vector < product.VectorCount;)
        {
            // Blocks of about equal size.
            int rest = product.VectorCount - vector;
            int blocks = (rest + MaxVectors - 1) / MaxVectors;
            int size = (rest + blocks - 1) / blocks;
            switch (size)
            {
                case 1:
                    Block<Vectors1>(product, vector);
                    break;
                case 2:
                    Block<Vectors2>(product, vector);
                    break;
                case 3:
                    Block<Vectors3>(product, vector);
                    break;
                case 4:
                    Block<Vectors4>(product, vector);
                    break;
                case 5:
                    Block<Vectors5>(product, vector);
                    break;
                default:
                    Block<Vectors6>(product, vector);
                    break;
            }

            vector += size;
        }
    }

    // TSize is a constant when this is JIT-compiled: sums outside the block use no registers and no instructions.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block<TSize>(in SparsePatchProduct product, int vector)
        where TSize : struct, IVectorCount
    {
        int* from = product.SourceVectors + vector;
        int* to = product.ResultVectors + vector;
        int* lengths = product.VectorLengths + vector;
        nint from0 = TSize.Count > 0 ? from[0] : 0;
        nint from1 = TSize.Count > 1 ? from[1] : 0;
        nint from2 = TSize.Count > 2 ? from[2] : 0;
        nint from3 = TSize.Count > 3 ? from[3] : 0;
        nint from4 = TSize.Count > 4 ? from[4] : 0;
        nint from5 = TSize.Count > 5 ? from[5] : 0;
        for (int row = 0; row < product.Rows; row++)
        {
            int term = product.Starts[row];
            int end = product.Ends[row];
            if (term == end)
            {
                continue;
            }

            float* result = product.Result + product.ResultRows[row];
            V s0 = RowEnd<S, V>.Load(result + to[0], lengths[0]);
            V s1 = TSize.Count > 1 ? RowEnd<S, V>.Load(result + to[1], lengths[1]) : s0;
            V s2 = TSize.Count > 2 ? RowEnd<S, V>.Load(result + to[2], lengths[2]) : s0;
            V s3 = TSize.Count > 3 ? RowEnd<S, V>.Load(result + to[3], lengths[3]) : s0;
            V s4 = TSize.Count > 4 ? RowEnd<S, V>.Load(result + to[4], lengths[4]) : s0;
            V s5 = TSize.Count > 5 ? RowEnd<S, V>.Load(result + to[5], lengths[5]) : s0;
            for (; term < end; term++)
            {
                V x = S.Broadcast(product.Values[term]);
                float* source = product.Source + product.Offsets[term];
                s0 = S.MultiplyAdd(x, S.Load(source + from0), s0);
                s1 = TSize.Count > 1 ? S.MultiplyAdd(x, S.Load(source + from1), s1) : s1;
                s2 = TSize.Count > 2 ? S.MultiplyAdd(x, S.Load(source + from2), s2) : s2;
                s3 = TSize.Count > 3 ? S.MultiplyAdd(x, S.Load(source + from3), s3) : s3;
                s4 = TSize.Count > 4 ? S.MultiplyAdd(x, S.Load(source + from4), s4) : s4;
                s5 = TSize.Count > 5 ? S.MultiplyAdd(x, S.Load(source + from5), s5) : s5;
            }

            RowEnd<S, V>.Store(s0, result + to[0], lengths[0]);
            if (TSize.Count > 1)
            {
                RowEnd<S, V>.Store(s1, result + to[1], lengths[1]);
            }

            if (TSize.Count > 2)
            {
                RowEnd<S, V>.Store(s2, result + to[2], lengths[2]);
            }

            if (TSize.Count > 3)
            {
                RowEnd<S, V>.Store(s3, result + to[3], lengths[3]);
            }

            if (TSize.Count > 4)
            {
                RowEnd<S, V>.Store(s4, result + to[4], lengths[4]);
            }

            if (TSize.Count > 5)
            {
                RowEnd<S, V>.Store(s5, result + to[5], lengths[5]);
            }
        }
    }

    /// <summary>
    /// As <see cref="Run(in SparsePatchProduct)"/>, with the terms of <see cref="MaximumListing{S, V}.ByFilter"/>, which need not be listed. There are up to
    /// <see cref="SparsePatchProduct.MaxListlessVectors"/> vectors.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in SparsePatchProduct product, in MaximumLists maxima)
    {
        switch (product.VectorCount)
        {
            case 1:
                MaximaBlock<Vectors1>(product, maxima);
                break;
            case 2:
                MaximaBlock<Vectors2>(product, maxima);
                break;
            case 3:
                MaximaBlock<Vectors3>(product, maxima);
                break;
            case 4:
                MaximaBlock<Vectors4>(product, maxima);
                break;
            case 5:
                MaximaBlock<Vectors5>(product, maxima);
                break;
            default:
                MaximaBlock<Vectors6>(product, maxima);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MaximaBlock<TSize>(in SparsePatchProduct product, in MaximumLists maxima)
        where TSize : struct, IVectorCount
    {
        int* from = product.SourceVectors;
        int* to = product.ResultVectors;
        int* lengths = product.VectorLengths;
        nint from0 = TSize.Count > 0 ? from[0] : 0;
        nint from1 = TSize.Count > 1 ? from[1] : 0;
        nint from2 = TSize.Count > 2 ? from[2] : 0;
        nint from3 = TSize.Count > 3 ? from[3] : 0;
        nint from4 = TSize.Count > 4 ? from[4] : 0;
        nint from5 = TSize.Count > 5 ? from[5] : 0;
        int filters = maxima.Filters, windowSize = maxima.WindowSize;
        for (int filter = 0; filter < filters; filter++)
        {
            float* result = product.Result + product.ResultRows[filter];
            V s0 = RowEnd<S, V>.Load(result + to[0], lengths[0]);
            V s1 = TSize.Count > 1 ? RowEnd<S, V>.Load(result + to[1], lengths[1]) : s0;
            V s2 = TSize.Count > 2 ? RowEnd<S, V>.Load(result + to[2], lengths[2]) : s0;
            V s3 = TSize.Count > 3 ? RowEnd<S, V>.Load(result + to[3], lengths[3]) : s0;
            V s4 = TSize.Count > 4 ? RowEnd<S, V>.Load(result + to[4], lengths[4]) : s0;
            V s5 = TSize.Count > 5 ? RowEnd<S, V>.Load(result + to[5], lengths[5]) : s0;
            float* gradient = maxima.Gradient + filter;
            float* places = maxima.Places + filter;
            int* patches = maxima.Patches;
            for (int window = maxima.Windows; window > 0; window--)
            {
                V x = S.Broadcast(*gradient);
                float* source = product.Source + patches[(int)*places];
                gradient += filters;
                places += filters;
                patches += windowSize;
                s0 = S.MultiplyAdd(x, S.Load(source + from0), s0);
                s1 = TSize.Count > 1 ? S.MultiplyAdd(x, S.Load(source + from1), s1) : s1;
                s2 = TSize.Count > 2 ? S.MultiplyAdd(x, S.Load(source + from2), s2) : s2;
                s3 = TSize.Count > 3 ? S.MultiplyAdd(x, S.Load(source + from3), s3) : s3;
                s4 = TSize.Count > 4 ? S.MultiplyAdd(x, S.Load(source + from4), s4) : s4;
                s5 = TSize.Count > 5 ? S.MultiplyAdd(x, S.Load(source + from5), s5) : s5;
            }

            RowEnd<S, V>.Store(s0, result + to[0], lengths[0]);
            if (TSize.Count > 1)
            {
                RowEnd<S, V>.Store(s1, result + to[1], lengths[1]);
            }

            if (TSize.Count > 2)
            {
                RowEnd<S, V>.Store(s2, result + to[2], lengths[2]);
            }

            if (TSize.Count > 3)
            {
                RowEnd<S, V>.Store(s3, result + to[3], lengths[3]);
            }

            if (TSize.Count > 4)
            {
                RowEnd<S, V>.Store(s4, result + to[4], lengths[4]);
            }

            if (TSize.Count > 5)
            {
                RowEnd<S, V>.Store(s5, result + to[5], lengths[5]);
            }
        }
    }
}
