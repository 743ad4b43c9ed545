using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Kernels;

/// <summary>
/// The product of a sparse and a dense matrix: for each row, the lit rows of the right operand are added up in registers, 8 vectors of
/// columns (then 4) at a time, and go to the epilogue from there. What columns are left take 4 rows at once, since a single sum would wait
/// for itself. The same bits as <see cref="Gemm{S, V, TEpilogue}"/> on the same
/// numbers with the zeros written out.
/// </summary>
/// <remarks>Lanes: columns come in whole lines of 16 floats, a multiple of every vector, so there is no tail.</remarks>
internal static unsafe class SparseGemm<S, V, TEpilogue>
    where S : struct, ISimd<V>
    where V : unmanaged
    where TEpilogue : struct, IEpilogue<V>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in SparseProduct product, in TEpilogue epilogue, in Tile tile)
    {
        int narrow = tile.EndColumn - ((tile.EndColumn - tile.FirstColumn) % (4 * S.Lanes));
        for (int row = tile.FirstRow; row < tile.EndRow && narrow > tile.FirstColumn; row++)
        {
            if (TEpilogue.LeavesEmptyRows && product.Starts[row] == product.Ends[row])
            {
                continue;
            }

            int column = tile.FirstColumn;
            for (; column + (8 * S.Lanes) <= narrow; column += 8 * S.Lanes)
            {
                Vectors8(product, epilogue, row, column);
            }

            if (column < narrow)
            {
                Vectors4(product, epilogue, row, column);
            }
        }

        for (int column = narrow; column < tile.EndColumn; column += S.Lanes)
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Vectors8(in SparseProduct product, in TEpilogue epilogue, int row, int column)
    {
        int* indices = product.Indices;
        float* values = product.Values;
        float* right = product.Right + column;
        nint stride = product.RightStride;
        V s0 = S.Broadcast(0), s1 = S.Broadcast(0), s2 = S.Broadcast(0), s3 = S.Broadcast(0);
        V s4 = S.Broadcast(0), s5 = S.Broadcast(0), s6 = S.Broadcast(0), s7 = S.Broadcast(0);
        int end = product.Ends[row];
        for (int e = product.Starts[row]; e < end; e++)
        {
            V x = S.Broadcast(values[e]);
            float* lit = right + (indices[e] * stride);
            s0 = S.MultiplyAdd(x, S.Load(lit), s0);
            s1 = S.MultiplyAdd(x, S.Load(lit + S.Lanes), s1);
            s2 = S.MultiplyAdd(x, S.Load(lit + (2 * S.Lanes)), s2);
            s3 = S.MultiplyAdd(x, S.Load(lit + (3 * S.Lanes)), s3);
            s4 = S.MultiplyAdd(x, S.Load(lit + (4 * S.Lanes)), s4);
            s5 = S.MultiplyAdd(x, S.Load(lit + (5 * S.Lanes)), s5);
            s6 = S.MultiplyAdd(x, S.Load(lit + (6 * S.Lanes)), s6);
            s7 = S.MultiplyAdd(x, S.Load(lit + (7 * S.Lanes)), s7);
        }

        nint offset = (row * product.ResultStride) + column;
        epilogue.Store(offset, column, s0);
        epilogue.Store(offset + S.Lanes, column + S.Lanes, s1);
        epilogue.Store(offset + (2 * S.Lanes), column + (2 * S.Lanes), s2);
        epilogue.Store(offset + (3 * S.Lanes), column + (3 * S.Lanes), s3);
        epilogue.Store(offset + (4 * S.Lanes), column + (4 * S.Lanes), s4);
        epilogue.Store(offset + (5 * S.Lanes), column + (5 * S.Lanes), s5);
        epilogue.Store(offset + (6 * S.Lanes), column + (6 * S.Lanes), s6);
        epilogue.Store(offset + (7 * S.Lanes), column + (7 * S.Lanes), s7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Vectors4(in SparseProduct product, in TEpilogue epilogue, int row, int column)
    {
        int* indices = product.Indices;
        float* values = product.Values;
        float* right = product.Right + column;
        nint stride = product.RightStride;
        V s0 = S.Broadcast(0), s1 = S.Broadcast(0), s2 = S.Broadcast(0), s3 = S.Broadcast(0);
        int end = product.Ends[row];
        for (int e = product.Starts[row]; e < end; e++)
        {
            V x = S.Broadcast(values[e]);
            float* lit = right + (indices[e] * stride);
            s0 = S.MultiplyAdd(x, S.Load(lit), s0);
            s1 = S.MultiplyAdd(x, S.Load(lit + S.Lanes), s1);
            s2 = S.MultiplyAdd(x, S.Load(lit + (2 * S.Lanes)), s2);
            s3 = S.MultiplyAdd(x, S.Load(lit + (3 * S.Lanes)), s3);
        }

        nint offset = (row * product.ResultStride) + column;
        epilogue.Store(offset, column, s0);
        epilogue.Store(offset + S.Lanes, column + S.Lanes, s1);
        epilogue.Store(offset + (2 * S.Lanes), column + (2 * S.Lanes), s2);
        epilogue.Store(offset + (3 * S.Lanes), column + (3 * S.Lanes), s3);
    }

    // Side by side as far as all four rows go, then each by itself.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(in SparseProduct product, in TEpilogue epilogue, int row, int column)
    {
        float* right = product.Right + column;
        nint stride = product.RightStride;
        int* starts = product.Starts + row;
        int* ends = product.Ends + row;
        int count = Math.Min(
            Math.Min(ends[0] - starts[0], ends[1] - starts[1]), Math.Min(ends[2] - starts[2], ends[3] - starts[3]));
        int* i0 = product.Indices + starts[0], i1 = product.Indices + starts[1], i2 = product.Indices + starts[2], i3 = product.Indices + starts[3];
        float* x0 = product.Values + starts[0], x1 = product.Values + starts[1], x2 = product.Values + starts[2], x3 = product.Values + starts[3];
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

    // What is left of a row, from e on, added to a sum.
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
