using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Transposes matrices in blocks of 4 by 4.</summary>
internal static unsafe class Transposition
{
    /// <summary>
    /// result[column, row] ← source[row, column], for rows from <paramref name="firstRow"/> to <paramref name="endRow"/> - 1.
    /// </summary>
    /// <param name="source">Rows of <paramref name="sourceStride"/> floats.</param>
    /// <param name="sourceStride">The row stride of the source, in floats; at least <paramref name="columns"/>.</param>
    /// <param name="columns">The number of columns to transpose.</param>
    /// <param name="result">Rows of <paramref name="resultStride"/> floats, one per column of the source.</param>
    /// <param name="resultStride">
    /// The row stride of the result, in floats; at least <paramref name="endRow"/>.
    /// </param>
    /// <param name="firstRow">The first row of the source.</param>
    /// <param name="endRow">The row after the last row to transpose.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* source, nint sourceStride, int columns, float* result, nint resultStride, int firstRow, int endRow)
    {
        int row = firstRow;
        for (; row + 4 <= endRow; row += 4)
        {
            float* from = source + (row * sourceStride);
            float* to = result + row;
            int column = 0;
            for (; column + 4 <= columns; column += 4)
            {
                Block(from + column, sourceStride, to + (column * resultStride), resultStride);
            }

            for (; column < columns; column++)
            {
                for (int i = 0; i < 4; i++)
                {
                    to[(column * resultStride) + i] = from[(i * sourceStride) + column];
                }
            }
        }

        for (; row < endRow; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                result[(column * resultStride) + row] = source[(row * sourceStride) + column];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(float* source, nint sourceStride, float* result, nint resultStride)
    {
        Vector128<float> a = Vector128.Load(source);
        Vector128<float> b = Vector128.Load(source + sourceStride);
        Vector128<float> c = Vector128.Load(source + (2 * sourceStride));
        Vector128<float> d = Vector128.Load(source + (3 * sourceStride));

        // Interleaves rows a with c and b with d, then interleaves the results.
        Vector128<float> ac0 = Low(a, c), ac1 = High(a, c), bd0 = Low(b, d), bd1 = High(b, d);
        Low(ac0, bd0).Store(result);
        High(ac0, bd0).Store(result + resultStride);
        Low(ac1, bd1).Store(result + (2 * resultStride));
        High(ac1, bd1).Store(result + (3 * resultStride));
    }

    // [left₀, right₀, left₁, right₁]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Low(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackLow(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(left, right)
        : Vector128.Create(left[0], right[0], left[1], right[1]);

    // [left₂, right₂, left₃, right₃]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> High(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackHigh(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(left, right)
        : Vector128.Create(left[2], right[2], left[3], right[3]);
}
