using System.Runtime.CompilerServices;

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

    /// <summary>Computes the mean of the table rows of some indices, padding included; 0 if there are none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LookUpMean(float* table, nint stride, int* indices, int count, float* result)
    {
        V scale = S.Broadcast(1f / Math.Max(1, count));
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

            S.Store(S.Multiply(sum0, scale), result + column);
            S.Store(S.Multiply(sum1, scale), result + column + S.Lanes);
        }

        if (column < stride)
        {
            V sum = S.Broadcast(0);
            for (int i = 0; i < count; i++)
            {
                sum = S.Add(sum, S.Load(table + (indices[i] * stride) + column));
            }

            S.Store(S.Multiply(sum, scale), result + column);
        }
    }

    /// <summary>Updates a tile of a table. A row that does not occur in the batch has the gradient 0.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="rule">The update rule.</param>
    /// <param name="table">The table.</param>
    /// <param name="skipsZeroRows">Whether to leave rows as they are whose gradient is 0 in all columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Update<TRule>(in TableGradient gradient, in TRule rule, float* table, bool skipsZeroRows)
        where TRule : struct, IUpdateRule<V>
    {
        SumVectors(gradient);
        TRule local = rule;
        V zero = S.Broadcast(0);
        bool all = !(TRule.SkipsZeroGradients || skipsZeroRows);
        int* list = gradient.List;
        int count = all ? gradient.Rows : ListRows(gradient);
        for (int i = 0; i < count; i++)
        {
            int row = all ? i * gradient.Stride : list[i];
            float* sum = gradient.Sums + row;
            if (skipsZeroRows && !new ReadOnlySpan<float>(sum, gradient.Columns).ContainsAnyExcept(0f))
            {
                continue;
            }

            nint offset = gradient.Origin + row;
            for (int column = 0; column < gradient.Columns; column += S.Lanes)
            {
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

    // Without a branch that depends on how often a row occurs, since the processor could not predict it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumVectors(in TableGradient gradient)
    {
        float* sums = gradient.Sums, vectors = gradient.Vectors;
        int columns = gradient.Columns, whole = columns - (columns % S.Lanes);
        TableOccurrence* end = gradient.Occurrences + gradient.Count;
        for (TableOccurrence* occurrence = gradient.Occurrences; occurrence < end; occurrence++)
        {
            float* sum = sums + occurrence->Row, vector = vectors + occurrence->Vector;
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

    // Lists the rows that occur, each once, and returns their number.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ListRows(in TableGradient gradient)
    {
        int* list = gradient.List;
        byte* isListed = gradient.IsListed;
        int count = 0;
        TableOccurrence* end = gradient.Occurrences + gradient.Count;
        for (TableOccurrence* occurrence = gradient.Occurrences; occurrence < end; occurrence++)
        {
            int line = occurrence->Row / AlignedBuffer.LineLength;
            list[count] = occurrence->Row;
            count += 1 - isListed[line];
            isListed[line] = 1;
        }

        for (int i = 0; i < count; i++)
        {
            isListed[list[i] / AlignedBuffer.LineLength] = 0;
        }

        return count;
    }
}
