using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Multiplies two dense matrices, tile by tile. The sums of a block (some rows by 1 or 2 vectors of columns) stay in registers over the
/// whole depth, then the epilogue handles them. Each sum is taken over ascending k in one register lane, whatever the tile size. A single
/// row therefore has bit-identical results to the same row in a batch, and <see cref="SparseGemm{S, V, TEpilogue}"/> may leave out zeros
/// of the left operand without changing the result.
/// </summary>
/// <remarks>
/// The number of columns is padded to cache lines of 16 floats. Only with AVX-512 may a single vector remain after the pairs of vectors,
/// since narrower vectors divide a cache line into pairs. 16 sums keep two FMA units of latency 4 busy; with 16 registers, 8 sums fit.
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
                    Block<Rows8Vectors2>(product, epilogue, row, column);
                }
            }

            for (; row + 4 <= tile.EndRow; row += 4)
            {
                Block<Rows4Vectors2>(product, epilogue, row, column);
            }

            for (; row < tile.EndRow; row++)
            {
                Block<Rows1Vectors2>(product, epilogue, row, column);
            }
        }

        if (column < tile.EndColumn)
        {
            int row = tile.FirstRow;
            if (S.HasManyRegisters)
            {
                for (; row + 8 <= tile.EndRow; row += 8)
                {
                    Block<Rows8Vectors1>(product, epilogue, row, column);
                }
            }

            for (; row + 4 <= tile.EndRow; row += 4)
            {
                Block<Rows4Vectors1>(product, epilogue, row, column);
            }

            for (; row < tile.EndRow; row++)
            {
                Block<Rows1Vectors1>(product, epilogue, row, column);
            }
        }
    }

    // TSize is a constant when this is JIT-compiled: sums outside the block use no registers and no instructions.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block<TSize>(in DenseProduct product, in TEpilogue epilogue, int row, int column)
        where TSize : struct, IBlockSize
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
            V right1 = TSize.Vectors > 1 ? S.Load(right + S.Lanes) : right0;
            V x0 = S.Broadcast(*left);
            s00 = S.MultiplyAdd(x0, right0, s00);
            s01 = TSize.Vectors > 1 ? S.MultiplyAdd(x0, right1, s01) : s01;
            if (TSize.Rows > 1)
            {
                V x1 = S.Broadcast(left[stride]);
                s10 = S.MultiplyAdd(x1, right0, s10);
                s11 = TSize.Vectors > 1 ? S.MultiplyAdd(x1, right1, s11) : s11;
                V x2 = S.Broadcast(left[2 * stride]);
                s20 = S.MultiplyAdd(x2, right0, s20);
                s21 = TSize.Vectors > 1 ? S.MultiplyAdd(x2, right1, s21) : s21;
                V x3 = S.Broadcast(left[3 * stride]);
                s30 = S.MultiplyAdd(x3, right0, s30);
                s31 = TSize.Vectors > 1 ? S.MultiplyAdd(x3, right1, s31) : s31;
            }

            if (TSize.Rows > 4)
            {
                V x4 = S.Broadcast(*lower);
                s40 = S.MultiplyAdd(x4, right0, s40);
                s41 = TSize.Vectors > 1 ? S.MultiplyAdd(x4, right1, s41) : s41;
                V x5 = S.Broadcast(lower[stride]);
                s50 = S.MultiplyAdd(x5, right0, s50);
                s51 = TSize.Vectors > 1 ? S.MultiplyAdd(x5, right1, s51) : s51;
                V x6 = S.Broadcast(lower[2 * stride]);
                s60 = S.MultiplyAdd(x6, right0, s60);
                s61 = TSize.Vectors > 1 ? S.MultiplyAdd(x6, right1, s61) : s61;
                V x7 = S.Broadcast(lower[3 * stride]);
                s70 = S.MultiplyAdd(x7, right0, s70);
                s71 = TSize.Vectors > 1 ? S.MultiplyAdd(x7, right1, s71) : s71;
            }

            left += product.LeftDepthStride;
            lower += product.LeftDepthStride;
            right += product.RightStride;
        }

        TEpilogue local = epilogue;
        nint offset = (row * product.ResultStride) + column;
        Store<TSize>(local, offset, column, s00, s01);
        if (TSize.Rows > 1)
        {
            Store<TSize>(local, offset + product.ResultStride, column, s10, s11);
            Store<TSize>(local, offset + (2 * product.ResultStride), column, s20, s21);
            Store<TSize>(local, offset + (3 * product.ResultStride), column, s30, s31);
        }

        if (TSize.Rows > 4)
        {
            Store<TSize>(local, offset + (4 * product.ResultStride), column, s40, s41);
            Store<TSize>(local, offset + (5 * product.ResultStride), column, s50, s51);
            Store<TSize>(local, offset + (6 * product.ResultStride), column, s60, s61);
            Store<TSize>(local, offset + (7 * product.ResultStride), column, s70, s71);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TSize>(in TEpilogue epilogue, nint offset, int column, V first, V second)
        where TSize : struct, IBlockSize
    {
        epilogue.Store(offset, column, first);
        if (TSize.Vectors > 1)
        {
            epilogue.Store(offset + S.Lanes, column + S.Lanes, second);
        }
    }
}
