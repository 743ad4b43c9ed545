using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Multiplies rows of matrices. Each lane of a vector sums its own terms; the lanes are added once at the end of the rows. The sums of a
/// block of 4 by 4 rows, or of 4 by 2 with 16 registers, stay in registers meanwhile.
/// </summary>
internal static unsafe class RowProducts<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    private const int BlockLength = 4;

    private static int BlockWidth => S.HasManyRegisters ? 4 : 2;

    /// <summary>result ← result + product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(in RowProduct product, float* result)
    {
        // Vectors that cross cache lines are slow to read after they were stored.
        float* memory = stackalloc float[(BlockLength * BlockLength * S.Lanes) + AlignedBuffer.LineLength];
        nuint mask = (AlignedBuffer.LineLength * sizeof(float)) - 1;
        float* lanes = (float*)(((nuint)memory + mask) & ~mask);
        for (int i = 0; i < product.LeftRows; i += BlockLength)
        {
            for (int j = 0; j < product.RightRows; j += BlockWidth)
            {
                SumBlock(product, i, j, lanes);
                int height = Math.Min(BlockLength, product.LeftRows - i), width = Math.Min(BlockWidth, product.RightRows - j);
                AddLanes(lanes, result + (i * product.ResultStride) + j, product.ResultStride, height, width);
            }
        }
    }

    /// <summary>result[i] ← result[i] + Σₖ values[i, k].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSums(float* values, nint stride, int rows, int depth, float* result)
    {
        for (int i = 0; i < rows; i += BlockLength)
        {
            float* row0 = values + (i * stride);
            float* row1 = values + (Math.Min(i + 1, rows - 1) * stride);
            float* row2 = values + (Math.Min(i + 2, rows - 1) * stride);
            float* row3 = values + (Math.Min(i + 3, rows - 1) * stride);
            V s0 = S.Broadcast(0), s1 = S.Broadcast(0), s2 = S.Broadcast(0), s3 = S.Broadcast(0);
            for (int k = 0; k < depth; k += S.Lanes)
            {
                s0 = S.Add(s0, S.Load(row0 + k));
                s1 = S.Add(s1, S.Load(row1 + k));
                s2 = S.Add(s2, S.Load(row2 + k));
                s3 = S.Add(s3, S.Load(row3 + k));
            }

            AddTo(result + i, S.SumEach(s0, s1, s2, s3), Math.Min(BlockLength, rows - i));
        }
    }

    // Beyond the last rows, the block repeats them; those sums are not stored.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumBlock(in RowProduct product, int row, int column, float* lanes)
    {
        int lastLeft = product.LeftRows - 1, lastRight = product.RightRows - 1;
        float* left0 = product.Left + (row * product.LeftStride);
        float* left1 = product.Left + (Math.Min(row + 1, lastLeft) * product.LeftStride);
        float* left2 = product.Left + (Math.Min(row + 2, lastLeft) * product.LeftStride);
        float* left3 = product.Left + (Math.Min(row + 3, lastLeft) * product.LeftStride);
        float* right0 = product.Right + (column * product.RightStride);
        float* right1 = product.Right + (Math.Min(column + 1, lastRight) * product.RightStride);
        float* right2 = product.Right + (Math.Min(column + 2, lastRight) * product.RightStride);
        float* right3 = product.Right + (Math.Min(column + 3, lastRight) * product.RightStride);
        V s00 = S.Broadcast(0), s01 = S.Broadcast(0), s02 = S.Broadcast(0), s03 = S.Broadcast(0);
        V s10 = S.Broadcast(0), s11 = S.Broadcast(0), s12 = S.Broadcast(0), s13 = S.Broadcast(0);
        V s20 = S.Broadcast(0), s21 = S.Broadcast(0), s22 = S.Broadcast(0), s23 = S.Broadcast(0);
        V s30 = S.Broadcast(0), s31 = S.Broadcast(0), s32 = S.Broadcast(0), s33 = S.Broadcast(0);
        int depth = product.Depth;
        for (nint k = 0; k < depth; k += S.Lanes)
        {
            V y0 = S.Load(right0 + k), y1 = S.Load(right1 + k);
            V y2 = S.HasManyRegisters ? S.Load(right2 + k) : y0, y3 = S.HasManyRegisters ? S.Load(right3 + k) : y0;
            V x0 = S.Load(left0 + k);
            s00 = S.MultiplyAdd(x0, y0, s00);
            s01 = S.MultiplyAdd(x0, y1, s01);
            s02 = S.HasManyRegisters ? S.MultiplyAdd(x0, y2, s02) : s02;
            s03 = S.HasManyRegisters ? S.MultiplyAdd(x0, y3, s03) : s03;
            V x1 = S.Load(left1 + k);
            s10 = S.MultiplyAdd(x1, y0, s10);
            s11 = S.MultiplyAdd(x1, y1, s11);
            s12 = S.HasManyRegisters ? S.MultiplyAdd(x1, y2, s12) : s12;
            s13 = S.HasManyRegisters ? S.MultiplyAdd(x1, y3, s13) : s13;
            V x2 = S.Load(left2 + k);
            s20 = S.MultiplyAdd(x2, y0, s20);
            s21 = S.MultiplyAdd(x2, y1, s21);
            s22 = S.HasManyRegisters ? S.MultiplyAdd(x2, y2, s22) : s22;
            s23 = S.HasManyRegisters ? S.MultiplyAdd(x2, y3, s23) : s23;
            V x3 = S.Load(left3 + k);
            s30 = S.MultiplyAdd(x3, y0, s30);
            s31 = S.MultiplyAdd(x3, y1, s31);
            s32 = S.HasManyRegisters ? S.MultiplyAdd(x3, y2, s32) : s32;
            s33 = S.HasManyRegisters ? S.MultiplyAdd(x3, y3, s33) : s33;
        }

        S.Store(s00, lanes);
        S.Store(s01, lanes + S.Lanes);
        S.Store(s02, lanes + (2 * S.Lanes));
        S.Store(s03, lanes + (3 * S.Lanes));
        S.Store(s10, lanes + (4 * S.Lanes));
        S.Store(s11, lanes + (5 * S.Lanes));
        S.Store(s12, lanes + (6 * S.Lanes));
        S.Store(s13, lanes + (7 * S.Lanes));
        S.Store(s20, lanes + (8 * S.Lanes));
        S.Store(s21, lanes + (9 * S.Lanes));
        S.Store(s22, lanes + (10 * S.Lanes));
        S.Store(s23, lanes + (11 * S.Lanes));
        S.Store(s30, lanes + (12 * S.Lanes));
        S.Store(s31, lanes + (13 * S.Lanes));
        S.Store(s32, lanes + (14 * S.Lanes));
        S.Store(s33, lanes + (15 * S.Lanes));
    }

    // Not in the method of the loop: there, the calls would make the compiler keep all sums in memory.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddLanes(float* lanes, float* result, nint stride, int height, int width)
    {
        for (int i = 0; i < height; i++)
        {
            Vector128<float> sums = S.SumEach(
                S.Load(lanes), S.Load(lanes + S.Lanes), S.Load(lanes + (2 * S.Lanes)), S.Load(lanes + (3 * S.Lanes)));
            AddTo(result, sums, width);
            lanes += BlockLength * S.Lanes;
            result += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(float* result, Vector128<float> sums, int count)
    {
        if (count == Vector128<float>.Count)
        {
            (Vector128.Load(result) + sums).Store(result);
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                result[i] += sums[i];
            }
        }
    }
}
