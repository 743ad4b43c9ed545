using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Kernels;

/// <summary>
/// The product of a sparse and a dense matrix: for each row, the lit rows of the right operand are added up in registers, 8 vectors of
/// columns (then 1) at a time, and go to the epilogue from there. The same bits as <see cref="Gemm{S, V, TEpilogue}"/> on the same
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
        for (int row = tile.FirstRow; row < tile.EndRow; row++)
        {
            if (TEpilogue.LeavesEmptyRows && product.Starts[row] == product.Ends[row])
            {
                continue;
            }

            int column = tile.FirstColumn;
            for (; column + (8 * S.Lanes) <= tile.EndColumn; column += 8 * S.Lanes)
            {
                Vectors8(product, epilogue, row, column);
            }

            for (; column < tile.EndColumn; column += S.Lanes)
            {
                Vectors1(product, epilogue, row, column);
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
    private static void Vectors1(in SparseProduct product, in TEpilogue epilogue, int row, int column)
    {
        float* right = product.Right + column;
        V sum = S.Broadcast(0);
        int end = product.Ends[row];
        for (int e = product.Starts[row]; e < end; e++)
        {
            sum = S.MultiplyAdd(S.Broadcast(product.Values[e]), S.Load(right + (product.Indices[e] * product.RightStride)), sum);
        }

        epilogue.Store((row * product.ResultStride) + column, column, sum);
    }
}
