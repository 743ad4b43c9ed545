using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Operations on lookup tables: copying rows by index, and updating rows with the sums of their gradients.</summary>
/// <remarks>
/// Vectors of a batch are not padded: a partial vector at their end is read value by value. Each sum is over ascending positions in the
/// batch, in one register lane, so it does not depend on how rows are divided among threads.
/// </remarks>
internal static unsafe class TableKernels<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    // How far an update prefetches, in floats. Without this, it took up to half as long again: processors prefetch no further than to the end
    // of a page of memory.
    private const int PrefetchLength = 24 * AlignedBuffer.LineLength;

    /// <summary>Copies one table row of <paramref name="columns"/> values for each index, one after another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LookUp(float* table, nint stride, int* indices, int count, float* result, int columns)
    {
        int whole = columns - (columns % S.Lanes);
        for (int i = 0; i < count; i++, result += columns)
        {
            float* row = table + (indices[i] * stride);
            int column = 0;
            for (; column < whole; column += S.Lanes)
            {
                S.Store(S.Load(row + column), result + column);
            }

            for (; column < columns; column++)
            {
                result[column] = row[column];
            }
        }
    }

    /// <summary>Sums the table rows of some indices, padding included; 0 if there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LookUpSum(float* table, nint stride, int* indices, int count, float* result)
    {
        nint column = 0;
        for (; column + (2 * S.Lanes) <= stride; column += 2 * S.Lanes)
        {
            V sum0 = S.Broadcast(0), sum1 = S.Broadcast(0);
            for (int i = 0; i < count; i++)
            {
                float* row = table + (indices[i] * stride) + column;
                sum0 = S.Add(sum0, S.Load(row));
                sum1 = S.Add(sum1, S.Load(row + S.Lanes));
            }

            S.Store(sum0, result + column);
            S.Store(sum1, result + column + S.Lanes);
        }

        if (column < stride)
        {
            V sum = S.Broadcast(0);
            for (int i = 0; i < count; i++)
            {
                sum = S.Add(sum, S.Load(table + (indices[i] * stride) + column));
            }

            S.Store(sum, result + column);
        }
    }

    /// <summary>Computes scale · Σ of some vectors of <paramref name="columns"/> floats, whole cache lines.</summary>
    /// <param name="vectors">The first vector.</param>
    /// <param name="stride">The offset between two vectors, in floats.</param>
    /// <param name="count">The number of vectors.</param>
    /// <param name="scale">The factor of the sum.</param>
    /// <param name="result">Receives the scaled sum.</param>
    /// <param name="columns">The length of a vector.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScaledSum(float* vectors, nint stride, int count, float scale, float* result, int columns)
    {
        V factor = S.Broadcast(scale);
        for (int column = 0; column < columns; column += S.Lanes)
        {
            V sum = S.Load(vectors + column);
            for (int i = 1; i < count; i++)
            {
                sum = S.Add(sum, S.Load(vectors + (i * stride) + column));
            }

            S.Store(S.Multiply(sum, factor), result + column);
        }
    }

    /// <summary>
    /// Lists the indices that are in a range of table rows, in order, and returns their number. The list may receive a vector of unspecified
    /// values beyond them.
    /// </summary>
    /// <param name="indices">The indices; they may be invalid.</param>
    /// <param name="count">The number of indices.</param>
    /// <param name="first">The first row of the range.</param>
    /// <param name="rows">The number of rows in the range.</param>
    /// <param name="skipped">An index that is left out; -1 for none.</param>
    /// <param name="list">Receives the indices, less <paramref name="first"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Select(int* indices, int count, int first, int rows, int skipped, int* list)
    {
        int found = 0, i = 0;
        if (Avx512F.IsSupported && S.Lanes == Vector512<int>.Count)
        {
            Vector512<int> firsts = Vector512.Create(first), skips = Vector512.Create(skipped);
            Vector512<uint> counts = Vector512.Create((uint)rows);
            for (; i + Vector512<int>.Count <= count; i += Vector512<int>.Count)
            {
                Vector512<int> index = Vector512.Load(indices + i), row = index - firsts;
                Vector512<int> isIn = Vector512.AndNot(Vector512.LessThan(row.AsUInt32(), counts).AsInt32(), Vector512.Equals(index, skips));
                Avx512F.Compress(Vector512<int>.Zero, isIn, row).Store(list + found);
                found += BitOperations.PopCount(isIn.ExtractMostSignificantBits());
            }
        }

        for (; i < count; i++)
        {
            int row = indices[i] - first;
            list[found] = row;
            found += ((uint)row < (uint)rows ? 1 : 0) & (indices[i] != skipped ? 1 : 0);
        }

        return found;
    }

    /// <summary>Adds a vector to the sum of each table row in a list.</summary>
    /// <param name="vector">The vector of <paramref name="columns"/> floats.</param>
    /// <param name="rows">The list.</param>
    /// <param name="count">The number of rows in the list.</param>
    /// <param name="sums">The sums, with the row stride of the table.</param>
    /// <param name="stride">The row stride, in floats.</param>
    /// <param name="columns">The number of values in a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddVector(float* vector, int* rows, int count, float* sums, nint stride, int columns)
    {
        for (int column = 0; column < columns; column += S.Lanes)
        {
            int width = columns - column;
            V value = width >= S.Lanes ? S.Load(vector + column) : S.LoadPartial(vector + column, width);
            for (int i = 0; i < count; i++)
            {
                float* sum = sums + (rows[i] * stride) + column;
                S.Store(S.Add(S.Load(sum), value), sum);
            }
        }
    }

    /// <summary>Adds the vector of each occurrence to the sum of its table row.</summary>
    /// <param name="occurrences">The occurrences.</param>
    /// <param name="count">Their number.</param>
    /// <param name="vectors">The vectors, each of <paramref name="columns"/> floats, not padded.</param>
    /// <param name="sums">The sums, with the row stride of the table.</param>
    /// <param name="stride">The row stride, in floats.</param>
    /// <param name="columns">The number of values in a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddVectors(TableOccurrence* occurrences, int count, float* vectors, float* sums, nint stride, int columns)
    {
        int whole = columns - (columns % S.Lanes);
        for (int i = 0; i < count; i++)
        {
            float* sum = sums + (occurrences[i].Row * stride), vector = vectors + occurrences[i].Vector;
            int column = 0;
            for (; column < whole; column += S.Lanes)
            {
                S.Store(S.Add(S.Load(sum + column), S.Load(vector + column)), sum + column);
            }

            if (column < columns)
            {
                S.Store(S.Add(S.Load(sum + column), S.LoadPartial(vector + column, columns - column)), sum + column);
            }
        }
    }

    /// <summary>Updates rows of a table with the sums of their gradients, and sets the sums to 0.</summary>
    /// <param name="sums">The sums, and the rows.</param>
    /// <param name="rule">The update rule.</param>
    /// <param name="update">The arguments of the rule.</param>
    /// <param name="table">The table.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Update<TRule>(in TableSums sums, in TRule rule, in UpdateArguments update, float* table)
        where TRule : struct, IUpdateRule<V>
    {
        TRule local = rule;
        V zero = S.Broadcast(0);
        int* list = sums.List;
        int count = sums.Count, columns = sums.Columns, stride = sums.Stride;
        float* first = sums.Sums;
        nint origin = sums.Origin;
        bool skipsZeroRows = update.SkipsZeroRows;

        // Where there is no state, the prefetch of the table is repeated, which costs little.
        float* firstState = update.FirstState is null ? table : update.FirstState;
        float* secondState = update.SecondState is null ? table : update.SecondState;
        int ahead = Math.Max(1, PrefetchLength / stride);
        for (int i = 0; i < count; i++)
        {
            int later = Math.Min(i + ahead, count - 1);
            nint prefetched = origin + ((nint)(list is null ? later : list[later]) * stride);
            nint row = (nint)(list is null ? i : list[i]) * stride;
            float* sum = first + row;
            if (skipsZeroRows && !new ReadOnlySpan<float>(sum, columns).ContainsAnyExcept(0f))
            {
                continue;
            }

            nint offset = origin + row;
            for (int column = 0; column < columns; column += S.Lanes)
            {
                if (Sse.IsSupported)
                {
                    Sse.Prefetch0(table + prefetched + column);
                    Sse.Prefetch0(firstState + prefetched + column);
                    Sse.Prefetch0(secondState + prefetched + column);
                }

                V value = S.Load(sum + column);
                S.Store(zero, sum + column);
                local.Apply(table + offset + column, offset + column, value);
            }
        }
    }

    /// <summary>Updates whole rows with stored gradients, except rows whose gradient is 0 in all columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void UpdateNonzeroRows<TRule>(float* gradient, float* table, in TRule rule, int first, int end, int stride)
        where TRule : struct, IUpdateRule<V>
    {
        TRule local = rule;
        for (int row = first; row < end; row += stride)
        {
            if (!new ReadOnlySpan<float>(gradient + row, stride).ContainsAnyExcept(0f))
            {
                continue;
            }

            for (int i = row; i < row + stride; i += S.Lanes)
            {
                local.Apply(table + i, i, S.Load(gradient + i));
            }
        }
    }
}
