using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// The product of two dense matrices, tile by tile: sums of 8 (or 4, then 1) rows by 2 vectors stay in registers over the whole depth,
/// and go to the epilogue from there. Every sum is taken over ascending k in one register lane, whatever the tile's size: so one row
/// alone gives the same bits as within a batch, and zeros in the left operand may be left out (<see cref="SparseGemm{S, V, TEpilogue}"/>)
/// without a difference.
/// </summary>
/// <remarks>
/// Lanes: 2 vectors of columns at a time; columns come in whole lines of 16 floats, so there is no tail but a last single vector (AVX-512
/// only: the others divide a line evenly). With 16 sums in registers, an FMA unit of latency 4 is kept busy, two of them as well; where
/// there are only 16 registers, 8 sums are kept.
/// </remarks>
internal static unsafe class Gemm<S, V, TEpilogue>
    where S : struct, ISimd<V>
    where V : unmanaged
    where TEpilogue : struct, IEpilogue<V>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in DenseProduct product, in TEpilogue epilogue, in Tile tile)
    {
        int column = tile.FirstColumn;
        for (; column + (2 * S.Lanes) <= tile.EndColumn; column += 2 * S.Lanes)
        {
            int row = tile.FirstRow;
            if (S.HasManyRegisters)
            {
                for (; row + 8 <= tile.EndRow; row += 8)
                {
                    Rows8(product, epilogue, row, column);
                }
            }

            for (; row + 4 <= tile.EndRow; row += 4)
            {
                Rows4(product, epilogue, row, column);
            }

            for (; row < tile.EndRow; row++)
            {
                Rows1(product, epilogue, row, column);
            }
        }

        if (column < tile.EndColumn)
        {
            LastVector(product, epilogue, tile, column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows8(in DenseProduct product, in TEpilogue epilogue, int row, int column)
    {
        nint stride = product.LeftRowStride;
        float* left = product.Left + (row * product.LeftRowStride);
        float* lower = left + (4 * stride);
        float* right = product.Right + column;
        V s00 = S.Broadcast(0), s01 = S.Broadcast(0);
        V s10 = S.Broadcast(0), s11 = S.Broadcast(0);
        V s20 = S.Broadcast(0), s21 = S.Broadcast(0);
        V s30 = S.Broadcast(0), s31 = S.Broadcast(0);
        V s40 = S.Broadcast(0), s41 = S.Broadcast(0);
        V s50 = S.Broadcast(0), s51 = S.Broadcast(0);
        V s60 = S.Broadcast(0), s61 = S.Broadcast(0);
        V s70 = S.Broadcast(0), s71 = S.Broadcast(0);
        for (int k = product.Depth; k > 0; k--)
        {
            V right0 = S.Load(right);
            V right1 = S.Load(right + S.Lanes);
            V x0 = S.Broadcast(*left);
            s00 = S.MultiplyAdd(x0, right0, s00);
            s01 = S.MultiplyAdd(x0, right1, s01);
            V x1 = S.Broadcast(left[stride]);
            s10 = S.MultiplyAdd(x1, right0, s10);
            s11 = S.MultiplyAdd(x1, right1, s11);
            V x2 = S.Broadcast(left[2 * stride]);
            s20 = S.MultiplyAdd(x2, right0, s20);
            s21 = S.MultiplyAdd(x2, right1, s21);
            V x3 = S.Broadcast(left[3 * stride]);
            s30 = S.MultiplyAdd(x3, right0, s30);
            s31 = S.MultiplyAdd(x3, right1, s31);
            V x4 = S.Broadcast(*lower);
            s40 = S.MultiplyAdd(x4, right0, s40);
            s41 = S.MultiplyAdd(x4, right1, s41);
            V x5 = S.Broadcast(lower[stride]);
            s50 = S.MultiplyAdd(x5, right0, s50);
            s51 = S.MultiplyAdd(x5, right1, s51);
            V x6 = S.Broadcast(lower[2 * stride]);
            s60 = S.MultiplyAdd(x6, right0, s60);
            s61 = S.MultiplyAdd(x6, right1, s61);
            V x7 = S.Broadcast(lower[3 * stride]);
            s70 = S.MultiplyAdd(x7, right0, s70);
            s71 = S.MultiplyAdd(x7, right1, s71);
            left += product.LeftDepthStride;
            lower += product.LeftDepthStride;
            right += product.RightStride;
        }

        TEpilogue local = epilogue;
        nint offset = (row * product.ResultStride) + column;
        StorePair(local, offset, column, s00, s01);
        StorePair(local, offset + product.ResultStride, column, s10, s11);
        StorePair(local, offset + (2 * product.ResultStride), column, s20, s21);
        StorePair(local, offset + (3 * product.ResultStride), column, s30, s31);
        StorePair(local, offset + (4 * product.ResultStride), column, s40, s41);
        StorePair(local, offset + (5 * product.ResultStride), column, s50, s51);
        StorePair(local, offset + (6 * product.ResultStride), column, s60, s61);
        StorePair(local, offset + (7 * product.ResultStride), column, s70, s71);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(in DenseProduct product, in TEpilogue epilogue, int row, int column)
    {
        nint stride = product.LeftRowStride;
        float* left = product.Left + (row * product.LeftRowStride);
        float* right = product.Right + column;
        V s00 = S.Broadcast(0), s01 = S.Broadcast(0);
        V s10 = S.Broadcast(0), s11 = S.Broadcast(0);
        V s20 = S.Broadcast(0), s21 = S.Broadcast(0);
        V s30 = S.Broadcast(0), s31 = S.Broadcast(0);
        for (int k = product.Depth; k > 0; k--)
        {
            V right0 = S.Load(right);
            V right1 = S.Load(right + S.Lanes);
            V x0 = S.Broadcast(*left);
            s00 = S.MultiplyAdd(x0, right0, s00);
            s01 = S.MultiplyAdd(x0, right1, s01);
            V x1 = S.Broadcast(left[stride]);
            s10 = S.MultiplyAdd(x1, right0, s10);
            s11 = S.MultiplyAdd(x1, right1, s11);
            V x2 = S.Broadcast(left[2 * stride]);
            s20 = S.MultiplyAdd(x2, right0, s20);
            s21 = S.MultiplyAdd(x2, right1, s21);
            V x3 = S.Broadcast(left[3 * stride]);
            s30 = S.MultiplyAdd(x3, right0, s30);
            s31 = S.MultiplyAdd(x3, right1, s31);
            left += product.LeftDepthStride;
            right += product.RightStride;
        }

        TEpilogue local = epilogue;
        nint offset = (row * product.ResultStride) + column;
        StorePair(local, offset, column, s00, s01);
        StorePair(local, offset + product.ResultStride, column, s10, s11);
        StorePair(local, offset + (2 * product.ResultStride), column, s20, s21);
        StorePair(local, offset + (3 * product.ResultStride), column, s30, s31);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows1(in DenseProduct product, in TEpilogue epilogue, int row, int column)
    {
        float* left = product.Left + (row * product.LeftRowStride);
        float* right = product.Right + column;
        V s00 = S.Broadcast(0), s01 = S.Broadcast(0);
        for (int k = product.Depth; k > 0; k--)
        {
            V right0 = S.Load(right);
            V right1 = S.Load(right + S.Lanes);
            V x0 = S.Broadcast(*left);
            s00 = S.MultiplyAdd(x0, right0, s00);
            s01 = S.MultiplyAdd(x0, right1, s01);
            left += product.LeftDepthStride;
            right += product.RightStride;
        }

        TEpilogue local = epilogue;
        nint offset = (row * product.ResultStride) + column;
        StorePair(local, offset, column, s00, s01);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LastVector(in DenseProduct product, in TEpilogue epilogue, in Tile tile, int column)
    {
        int row = tile.FirstRow;
        for (; row + 4 <= tile.EndRow; row += 4)
        {
            nint stride = product.LeftRowStride;
            float* left = product.Left + (row * stride);
            float* right = product.Right + column;
            V s0 = S.Broadcast(0), s1 = S.Broadcast(0), s2 = S.Broadcast(0), s3 = S.Broadcast(0);
            for (int k = product.Depth; k > 0; k--)
            {
                V right0 = S.Load(right);
                s0 = S.MultiplyAdd(S.Broadcast(*left), right0, s0);
                s1 = S.MultiplyAdd(S.Broadcast(left[stride]), right0, s1);
                s2 = S.MultiplyAdd(S.Broadcast(left[2 * stride]), right0, s2);
                s3 = S.MultiplyAdd(S.Broadcast(left[3 * stride]), right0, s3);
                left += product.LeftDepthStride;
                right += product.RightStride;
            }

            TEpilogue local = epilogue;
            nint offset = (row * product.ResultStride) + column;
            local.Store(offset, column, s0);
            local.Store(offset + product.ResultStride, column, s1);
            local.Store(offset + (2 * product.ResultStride), column, s2);
            local.Store(offset + (3 * product.ResultStride), column, s3);
        }

        for (; row < tile.EndRow; row++)
        {
            float* left = product.Left + (row * product.LeftRowStride);
            float* right = product.Right + column;
            V sum = S.Broadcast(0);
            for (int k = product.Depth; k > 0; k--)
            {
                sum = S.MultiplyAdd(S.Broadcast(*left), S.Load(right), sum);
                left += product.LeftDepthStride;
                right += product.RightStride;
            }

            epilogue.Store((row * product.ResultStride) + column, column, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair(in TEpilogue epilogue, nint offset, int column, V first, V second)
    {
        epilogue.Store(offset, column, first);
        epilogue.Store(offset + S.Lanes, column + S.Lanes, second);
    }
}
