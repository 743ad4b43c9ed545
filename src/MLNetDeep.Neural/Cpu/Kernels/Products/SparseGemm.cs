using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Multiplies a sparse by a dense matrix. Blocks of sums (2 rows of the result by 4 vectors of columns) stay in registers until the
/// epilogue handles them. The remaining columns are computed in blocks of 4 rows by 1 vector, so that independent sums hide the latency of
/// additions. The result is bit-identical to <see cref="Gemm{S, V, TEpilogue}"/> on the same matrix stored densely.
/// </summary>
/// <remarks>The number of columns is padded to cache lines of 16 floats, a multiple of every SIMD width, so no columns remain.</remarks>
internal static unsafe class SparseGemm<S, V, TEpilogue>
    where S : struct, ISimd<V>
    where V : unmanaged
    where TEpilogue : struct, IEpilogue<V>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in SparseProduct product, in TEpilogue epilogue, in Tile tile)
    {
        int wideEnd = tile.EndColumn - ((tile.EndColumn - tile.FirstColumn) % (4 * S.Lanes));
        for (int column = tile.FirstColumn; column < wideEnd; column += 4 * S.Lanes)
        {
            Vectors4(product, epilogue, tile, column);
        }

        for (int column = wideEnd; column < tile.EndColumn; column += S.Lanes)
        {
            int row = tile.FirstRow;
            for (; row + 4 <= tile.EndRow; row += 4)
            {
                Rows4(product, epilogue, row, column);
            }

            for (; row < tile.EndRow; row++)
            {
                Row(product, epilogue, row, column, S.Broadcast(0), product.Starts[row]);
            }
        }
    }

    // Computes two rows together up to the length of the shorter row, then the rest of each row. A row without a partner is
    // paired with an empty row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Vectors4(in SparseProduct product, in TEpilogue epilogue, in Tile tile, int column)
    {
        TEpilogue local = epilogue;
        float* right = product.Right + column;
        nint stride = product.RightStride;
        for (int row = tile.FirstRow; row < tile.EndRow; row += 2)
        {
            bool hasBoth = row + 1 < tile.EndRow;
            int startA = product.Starts[row], startB = hasBoth ? product.Starts[row + 1] : 0;
            int countA = product.Ends[row] - startA, countB = hasBoth ? product.Ends[row + 1] - startB : 0;
            if (TEpilogue.SkipsEmptyRows && (countA | countB) == 0)
            {
                continue;
            }

            int* indicesA = product.Indices + startA, indicesB = product.Indices + startB;
            float* valuesA = product.Values + startA, valuesB = product.Values + startB;
            V a0 = S.Broadcast(0), a1 = S.Broadcast(0), a2 = S.Broadcast(0), a3 = S.Broadcast(0);
            V b0 = S.Broadcast(0), b1 = S.Broadcast(0), b2 = S.Broadcast(0), b3 = S.Broadcast(0);
            int both = Math.Min(countA, countB);
            int e = 0;
            for (; e < both; e++)
            {
                V x = S.Broadcast(valuesA[e]);
                float* factors = right + (indicesA[e] * stride);
                a0 = S.MultiplyAdd(x, S.Load(factors), a0);
                a1 = S.MultiplyAdd(x, S.Load(factors + S.Lanes), a1);
                a2 = S.MultiplyAdd(x, S.Load(factors + (2 * S.Lanes)), a2);
                a3 = S.MultiplyAdd(x, S.Load(factors + (3 * S.Lanes)), a3);
                x = S.Broadcast(valuesB[e]);
                factors = right + (indicesB[e] * stride);
                b0 = S.MultiplyAdd(x, S.Load(factors), b0);
                b1 = S.MultiplyAdd(x, S.Load(factors + S.Lanes), b1);
                b2 = S.MultiplyAdd(x, S.Load(factors + (2 * S.Lanes)), b2);
                b3 = S.MultiplyAdd(x, S.Load(factors + (3 * S.Lanes)), b3);
            }

            for (int i = e; i < countA; i++)
            {
                V x = S.Broadcast(valuesA[i]);
                float* factors = right + (indicesA[i] * stride);
                a0 = S.MultiplyAdd(x, S.Load(factors), a0);
                a1 = S.MultiplyAdd(x, S.Load(factors + S.Lanes), a1);
                a2 = S.MultiplyAdd(x, S.Load(factors + (2 * S.Lanes)), a2);
                a3 = S.MultiplyAdd(x, S.Load(factors + (3 * S.Lanes)), a3);
            }

            for (int i = e; i < countB; i++)
            {
                V x = S.Broadcast(valuesB[i]);
                float* factors = right + (indicesB[i] * stride);
                b0 = S.MultiplyAdd(x, S.Load(factors), b0);
                b1 = S.MultiplyAdd(x, S.Load(factors + S.Lanes), b1);
                b2 = S.MultiplyAdd(x, S.Load(factors + (2 * S.Lanes)), b2);
                b3 = S.MultiplyAdd(x, S.Load(factors + (3 * S.Lanes)), b3);
            }

            nint offset = (row * product.ResultStride) + column;
            local.Store(offset, column, a0);
            local.Store(offset + S.Lanes, column + S.Lanes, a1);
            local.Store(offset + (2 * S.Lanes), column + (2 * S.Lanes), a2);
            local.Store(offset + (3 * S.Lanes), column + (3 * S.Lanes), a3);
            if (hasBoth)
            {
                offset += product.ResultStride;
                local.Store(offset, column, b0);
                local.Store(offset + S.Lanes, column + S.Lanes, b1);
                local.Store(offset + (2 * S.Lanes), column + (2 * S.Lanes), b2);
                local.Store(offset + (3 * S.Lanes), column + (3 * S.Lanes), b3);
            }
        }
    }

    // Computes four rows together up to the length of the shortest row, then the rest of each row.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(in SparseProduct product, in TEpilogue epilogue, int row, int column)
    {
        float* right = product.Right + column;
        nint stride = product.RightStride;
        int* starts = product.Starts + row;
        int* ends = product.Ends + row;
        int count = Math.Min(
            Math.Min(ends[0] - starts[0], ends[1] - starts[1]), Math.Min(ends[2] - starts[2], ends[3] - starts[3]));
        int* i0 = product.Indices + starts[0], i1 = product.Indices + starts[1];
        int* i2 = product.Indices + starts[2], i3 = product.Indices + starts[3];
        float* x0 = product.Values + starts[0], x1 = product.Values + starts[1];
        float* x2 = product.Values + starts[2], x3 = product.Values + starts[3];
        V s0 = S.Broadcast(0), s1 = S.Broadcast(0), s2 = S.Broadcast(0), s3 = S.Broadcast(0);
        for (int e = 0; e < count; e++)
        {
            s0 = S.MultiplyAdd(S.Broadcast(x0[e]), S.Load(right + (i0[e] * stride)), s0);
            s1 = S.MultiplyAdd(S.Broadcast(x1[e]), S.Load(right + (i1[e] * stride)), s1);
            s2 = S.MultiplyAdd(S.Broadcast(x2[e]), S.Load(right + (i2[e] * stride)), s2);
            s3 = S.MultiplyAdd(S.Broadcast(x3[e]), S.Load(right + (i3[e] * stride)), s3);
        }

        Row(product, epilogue, row, column, s0, starts[0] + count);
        Row(product, epilogue, row + 1, column, s1, starts[1] + count);
        Row(product, epilogue, row + 2, column, s2, starts[2] + count);
        Row(product, epilogue, row + 3, column, s3, starts[3] + count);
    }

    // Adds the products of a row's values, starting at position e, to a sum, and passes the sum to the epilogue.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Row(in SparseProduct product, in TEpilogue epilogue, int row, int column, V sum, int e)
    {
        float* right = product.Right + column;
        int end = product.Ends[row];
        for (; e < end; e++)
        {
            sum = S.MultiplyAdd(S.Broadcast(product.Values[e]), S.Load(right + (product.Indices[e] * product.RightStride)), sum);
        }

        epilogue.Store((row * product.ResultStride) + column, column, sum);
    }
}
