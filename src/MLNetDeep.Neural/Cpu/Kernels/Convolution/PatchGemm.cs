using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Computes a <see cref="PatchProduct"/>. The sums of a block (some rows by 1 or 2 vectors of columns) stay in registers over all terms. Each
/// sum is taken over ascending terms in one register lane, so the result does not depend on how rows and columns are divided.
/// </summary>
internal static unsafe class PatchGemm<S, V, TEpilogue>
    where S : struct, ISimd<V>
    where V : unmanaged
    where TEpilogue : struct, IPatchEpilogue<V>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in PatchProduct product, in TEpilogue epilogue)
    {
        int column = 0;
        for (; column + S.Lanes < product.Columns; column += 2 * S.Lanes)
        {
            int row = product.FirstRow;
            if (S.HasManyRegisters)
            {
                for (; row + 8 <= product.EndRow; row += 8)
                {
                    Block<Rows8Vectors2>(product, epilogue, row, column);
                }
            }

            for (; row + 4 <= product.EndRow; row += 4)
            {
                Block<Rows4Vectors2>(product, epilogue, row, column);
            }

            if (row + 2 <= product.EndRow)
            {
                Block<Rows2Vectors2>(product, epilogue, row, column);
                row += 2;
            }

            for (; row < product.EndRow; row++)
            {
                Block<Rows1Vectors2>(product, epilogue, row, column);
            }
        }

        if (column < product.Columns)
        {
            int row = product.FirstRow;
            for (; row + 8 <= product.EndRow; row += 8)
            {
                Block<Rows8Vectors1>(product, epilogue, row, column);
            }

            for (; row + 4 <= product.EndRow; row += 4)
            {
                Block<Rows4Vectors1>(product, epilogue, row, column);
            }

            if (row + 2 <= product.EndRow)
            {
                Block<Rows2Vectors1>(product, epilogue, row, column);
                row += 2;
            }

            for (; row < product.EndRow; row++)
            {
                Block<Rows1Vectors1>(product, epilogue, row, column);
            }
        }
    }

    // TSize is a constant when this is JIT-compiled: sums outside the block use no registers and no instructions.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Block<TSize>(in PatchProduct product, in TEpilogue epilogue, int row, int column)
        where TSize : struct, IBlockSize
    {
        int* leftRows = product.LeftRows + row;
        int* resultRows = product.ResultRows + row;
        float* result = product.Result + column;
        int count = product.Columns - column;
        TEpilogue local = epilogue;
        V s00 = local.Begin(result + resultRows[0], column, count), s01 = s00;
        if (TSize.Vectors > 1)
        {
            s01 = local.Begin(result + resultRows[0] + S.Lanes, column + S.Lanes, count - S.Lanes);
        }

        V s10 = s00, s11 = s00, s20 = s00, s21 = s00, s30 = s00, s31 = s00;
        V s40 = s00, s41 = s00, s50 = s00, s51 = s00, s60 = s00, s61 = s00, s70 = s00, s71 = s00;
        if (TSize.Rows > 1)
        {
            s10 = TEpilogue.BeginsWithResult ? local.Begin(result + resultRows[1], column, count) : s00;
            s11 = TSize.Vectors > 1 && TEpilogue.BeginsWithResult
                ? local.Begin(result + resultRows[1] + S.Lanes, column + S.Lanes, count - S.Lanes)
                : s01;
        }

        if (TSize.Rows > 2)
        {
            s20 = TEpilogue.BeginsWithResult ? local.Begin(result + resultRows[2], column, count) : s00;
            s21 = TSize.Vectors > 1 && TEpilogue.BeginsWithResult
                ? local.Begin(result + resultRows[2] + S.Lanes, column + S.Lanes, count - S.Lanes)
                : s01;
            s30 = TEpilogue.BeginsWithResult ? local.Begin(result + resultRows[3], column, count) : s00;
            s31 = TSize.Vectors > 1 && TEpilogue.BeginsWithResult
                ? local.Begin(result + resultRows[3] + S.Lanes, column + S.Lanes, count - S.Lanes)
                : s01;
        }

        if (TSize.Rows > 4)
        {
            s40 = TEpilogue.BeginsWithResult ? local.Begin(result + resultRows[4], column, count) : s00;
            s41 = TSize.Vectors > 1 && TEpilogue.BeginsWithResult
                ? local.Begin(result + resultRows[4] + S.Lanes, column + S.Lanes, count - S.Lanes)
                : s01;
            s50 = TEpilogue.BeginsWithResult ? local.Begin(result + resultRows[5], column, count) : s00;
            s51 = TSize.Vectors > 1 && TEpilogue.BeginsWithResult
                ? local.Begin(result + resultRows[5] + S.Lanes, column + S.Lanes, count - S.Lanes)
                : s01;
            s60 = TEpilogue.BeginsWithResult ? local.Begin(result + resultRows[6], column, count) : s00;
            s61 = TSize.Vectors > 1 && TEpilogue.BeginsWithResult
                ? local.Begin(result + resultRows[6] + S.Lanes, column + S.Lanes, count - S.Lanes)
                : s01;
            s70 = TEpilogue.BeginsWithResult ? local.Begin(result + resultRows[7], column, count) : s00;
            s71 = TSize.Vectors > 1 && TEpilogue.BeginsWithResult
                ? local.Begin(result + resultRows[7] + S.Lanes, column + S.Lanes, count - S.Lanes)
                : s01;
        }

        float* left0 = product.Left + leftRows[0];
        float* left1 = TSize.Rows > 1 ? product.Left + leftRows[1] : left0;
        float* left2 = TSize.Rows > 2 ? product.Left + leftRows[2] : left0;
        float* left3 = TSize.Rows > 2 ? product.Left + leftRows[3] : left0;
        float* left4 = TSize.Rows > 4 ? product.Left + leftRows[4] : left0;
        float* left5 = TSize.Rows > 4 ? product.Left + leftRows[5] : left0;
        float* left6 = TSize.Rows > 4 ? product.Left + leftRows[6] : left0;
        float* left7 = TSize.Rows > 4 ? product.Left + leftRows[7] : left0;
        float* right = product.Right + column;
        nint rightStride = product.RightStride;
        nint leftStride = product.LeftStride;
        for (int segment = 0; segment < product.SegmentCount; segment++)
        {
            nint k = product.Segments[segment];
            for (int rest = product.SegmentLength; rest > 0; rest--)
            {
                V right0 = S.Load(right);
                V right1 = TSize.Vectors > 1 ? S.Load(right + S.Lanes) : right0;
                V x0 = S.Broadcast(left0[k]);
                s00 = S.MultiplyAdd(x0, right0, s00);
                s01 = TSize.Vectors > 1 ? S.MultiplyAdd(x0, right1, s01) : s01;
                if (TSize.Rows > 1)
                {
                    V x1 = S.Broadcast(left1[k]);
                    s10 = S.MultiplyAdd(x1, right0, s10);
                    s11 = TSize.Vectors > 1 ? S.MultiplyAdd(x1, right1, s11) : s11;
                }

                if (TSize.Rows > 2)
                {
                    V x2 = S.Broadcast(left2[k]);
                    s20 = S.MultiplyAdd(x2, right0, s20);
                    s21 = TSize.Vectors > 1 ? S.MultiplyAdd(x2, right1, s21) : s21;
                    V x3 = S.Broadcast(left3[k]);
                    s30 = S.MultiplyAdd(x3, right0, s30);
                    s31 = TSize.Vectors > 1 ? S.MultiplyAdd(x3, right1, s31) : s31;
                }

                if (TSize.Rows > 4)
                {
                    V x4 = S.Broadcast(left4[k]);
                    s40 = S.MultiplyAdd(x4, right0, s40);
                    s41 = TSize.Vectors > 1 ? S.MultiplyAdd(x4, right1, s41) : s41;
                    V x5 = S.Broadcast(left5[k]);
                    s50 = S.MultiplyAdd(x5, right0, s50);
                    s51 = TSize.Vectors > 1 ? S.MultiplyAdd(x5, right1, s51) : s51;
                    V x6 = S.Broadcast(left6[k]);
                    s60 = S.MultiplyAdd(x6, right0, s60);
                    s61 = TSize.Vectors > 1 ? S.MultiplyAdd(x6, right1, s61) : s61;
                    V x7 = S.Broadcast(left7[k]);
                    s70 = S.MultiplyAdd(x7, right0, s70);
                    s71 = TSize.Vectors > 1 ? S.MultiplyAdd(x7, right1, s71) : s71;
                }

                k += leftStride;
                right += rightStride;
            }
        }

        Store<TSize>(local, result + resultRows[0], count, s00, s01);
        if (TSize.Rows > 1)
        {
            Store<TSize>(local, result + resultRows[1], count, s10, s11);
        }

        if (TSize.Rows > 2)
        {
            Store<TSize>(local, result + resultRows[2], count, s20, s21);
            Store<TSize>(local, result + resultRows[3], count, s30, s31);
        }

        if (TSize.Rows > 4)
        {
            Store<TSize>(local, result + resultRows[4], count, s40, s41);
            Store<TSize>(local, result + resultRows[5], count, s50, s51);
            Store<TSize>(local, result + resultRows[6], count, s60, s61);
            Store<TSize>(local, result + resultRows[7], count, s70, s71);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TSize>(in TEpilogue epilogue, float* result, int count, V first, V second)
        where TSize : struct, IBlockSize
    {
        epilogue.End(result, count, first);
        if (TSize.Vectors > 1)
        {
            epilogue.End(result + S.Lanes, count - S.Lanes, second);
        }
    }
}
