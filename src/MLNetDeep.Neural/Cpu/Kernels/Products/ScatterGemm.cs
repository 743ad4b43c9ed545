using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Multiplies a transposed sparse matrix by a dense matrix with few columns. Each value of the sparse matrix, in row i and column c, adds
/// value × (row i of the dense matrix) to row c of the sums. A block of sums stays in the level 1 and 2 caches until the epilogue handles
/// it. Each sum starts at 0 and adds ascending rows, so the result is bit-identical to <see cref="Gemm{S, V, TEpilogue}"/> on the same
/// matrix stored densely. With many columns it is faster to transpose the sparse matrix first and keep the sums in registers:
/// <see cref="SparseGemm{S, V, TEpilogue}"/>.
/// </summary>
/// <remarks>The number of columns is padded to cache lines of 16 floats, a multiple of every SIMD width, so no columns remain.</remarks>
internal static unsafe class ScatterGemm<S, V, TEpilogue>
    where S : struct, ISimd<V>
    where V : unmanaged
    where TEpilogue : struct, IEpilogue<V>
{
    /// <summary>Computes the rows of the result from <paramref name="first"/> to <paramref name="end"/> - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in ScatteredProduct product, in TEpilogue epilogue, int first, int end)
    {
        int blockRows = ScatteredProduct.SumsLength / (int)product.Stride;
        for (int block = first; block < end; block += blockRows)
        {
            int blockEnd = Math.Min(block + blockRows, end);
            if (product.Stride == S.Lanes)
            {
                AddVectors(product, block, blockEnd);
            }
            else
            {
                AddRows(product, block, blockEnd);
            }

            StoreSums(product, epilogue, block, blockEnd);
        }
    }

    // Passes the sums to the epilogue and resets them to 0 for the next block. A separate method, so that registers are not spilled.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StoreSums(in ScatteredProduct product, in TEpilogue epilogue, int block, int blockEnd)
    {
        TEpilogue local = epilogue;
        V zero = S.Broadcast(0);
        float* sums = product.Sums;
        nint stride = product.Stride;
        nint offset = block * stride;
        nint length = (blockEnd - block) * stride;
        for (int column = 0; column < stride; column += S.Lanes)
        {
            for (nint i = column; i < length; i += stride)
            {
                V sum = S.Load(sums + i);
                S.Store(zero, sums + i);
                local.Store(offset + i, column, sum);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddVectors(in ScatteredProduct product, int block, int blockEnd)
    {
        int* indices = product.Indices;
        float* values = product.Values;
        float* sums = product.Sums - ((nint)block * S.Lanes);
        float* right = product.Right;
        int rows = product.Rows;
        for (int row = 0; row < rows; row++)
        {
            V factors = S.Load(right);
            int position = product.Positions[row];
            int rowEnd = product.Ends[row];
            for (; position < rowEnd && indices[position] < blockEnd; position++)
            {
                float* sum = sums + ((nint)indices[position] * S.Lanes);
                S.Store(S.MultiplyAdd(S.Broadcast(values[position]), factors, S.Load(sum)), sum);
            }

            product.Positions[row] = position;
            right += S.Lanes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRows(in ScatteredProduct product, int block, int blockEnd)
    {
        int* indices = product.Indices;
        nint stride = product.Stride;
        float* sums = product.Sums - (block * stride);
        for (int row = 0; row < product.Rows; row++)
        {
            float* right = product.Right + (row * stride);
            int position = product.Positions[row];
            int rowEnd = product.Ends[row];
            for (; position < rowEnd && indices[position] < blockEnd; position++)
            {
                V value = S.Broadcast(product.Values[position]);
                float* sum = sums + (indices[position] * stride);
                for (nint column = 0; column < stride; column += S.Lanes)
                {
                    S.Store(S.MultiplyAdd(value, S.Load(right + column), S.Load(sum + column)), sum + column);
                }
            }

            product.Positions[row] = position;
        }
    }
}
