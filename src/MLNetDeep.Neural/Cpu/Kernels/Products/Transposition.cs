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
                float* block = from + column;
                Block(
                    block, block + sourceStride, block + (2 * sourceStride), block + (3 * sourceStride), to + (column * resultStride), resultStride);
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

    /// <summary>result[column, i] ← source[rows[i], column].</summary>
    /// <param name="source">Rows of <paramref name="columns"/> floats, one after another.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="rows">The rows of the source to transpose.</param>
    /// <param name="result">Rows of <paramref name="resultStride"/> floats, one per column of the source.</param>
    /// <param name="resultStride">The row stride of the result, in floats; at least the number of rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row is not in the source.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ReadOnlySpan<float> source, int columns, ReadOnlySpan<int> rows, float* result, nint resultStride)
    {
        int rowCount = source.Length / columns;
        foreach (int row in rows)
        {
            RangeCheck.Row(row, rowCount);
        }

        fixed (float* values = source)
        fixed (int* indices = rows)
        {
            int i = 0;
            for (; i + 4 <= rows.Length; i += 4)
            {
                float* a = values + ((nint)indices[i] * columns);
                float* b = values + ((nint)indices[i + 1] * columns);
                float* c = values + ((nint)indices[i + 2] * columns);
                float* d = values + ((nint)indices[i + 3] * columns);
                int column = 0;
                for (; column + 4 <= columns; column += 4)
                {
                    Block(a + column, b + column, c + column, d + column, result + (column * resultStride) + i, resultStride);
                }

                for (; column < columns; column++)
                {
                    float* to = result + (column * resultStride) + i;
                    to[0] = a[column];
                    to[1] = b[column];
                    to[2] = c[column];
                    to[3] = d[column];
                }
            }

            for (; i < rows.Length; i++)
            {
                for (int column = 0; column < columns; column++)
                {
                    result[(column * resultStride) + i] = values[((nint)indices[i] * columns) + column];
                }
            }
        }
    }

    // Transposes the first four columns of four rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(float* row0, float* row1, float* row2, float* row3, float* result, nint resultStride)
    {
        Vector128<float> a = Vector128.Load(row0);
        Vector128<float> b = Vector128.Load(row1);
        Vector128<float> c = Vector128.Load(row2);
        Vector128<float> d = Vector128.Load(row3);

        // Interleaves rows a with c and b with d, then interleaves the results.
        Vector128<float> ac0 = Low(a, c), ac1 = High(a, c), bd0 = Low(b, d), bd1 = High(b, d);
        Low(ac0, bd0).Store(result);
        High(ac0, bd0).Store(result + resultStride);
        Low(ac1, bd1).Store(result + (2 * resultStride));
        High(ac1, bd1).Store(result + (3 * resultStride));
    }

    /// <summary>Returns [left₀, right₀, left₁, right₁].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Low(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackLow(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(left, right)
        : Vector128.Create(left[0], right[0], left[1], right[1]);

    /// <summary>Returns [left₂, right₂, left₃, right₃].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> High(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackHigh(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(left, right)
        : Vector128.Create(left[2], right[2], left[3], right[3]);
}
