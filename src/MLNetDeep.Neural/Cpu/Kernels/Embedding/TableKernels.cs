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

    /// <summary>Updates rows of a table. A row that does not occur in the batch has the gradient 0.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="rule">The update rule.</param>
    /// <param name="table">The table.</param>
    /// <param name="first">The first row to update, as an index into <see cref="TableGradient.Rows"/> if that is not null.</param>
    /// <param name="end">The end of the rows to update.</param>
    /// <param name="skipsZeroRows">Whether to leave rows as they are whose gradient is 0 in all columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Update<TRule>(in TableGradient gradient, in TRule rule, float* table, int first, int end, bool skipsZeroRows)
        where TRule : struct, IUpdateRule<V>
    {
        TRule local = rule;
        V zero = S.Broadcast(0);
        int whole = gradient.Columns - (gradient.Columns % S.Lanes);
        for (int i = first; i < end; i++)
        {
            int row = gradient.Rows is null ? i : gradient.Rows[i];
            nint origin = (nint)row * gradient.Stride;
            int count = gradient.Counts[row];
            if (count == 0)
            {
                for (int column = 0; column < gradient.Columns; column += S.Lanes)
                {
                    local.Apply(table + origin + column, origin + column, zero);
                }

                continue;
            }

            int* offsets = gradient.Offsets + gradient.Ends[row] - count;
            if (skipsZeroRows && IsZero(gradient, offsets, count))
            {
                continue;
            }

            int next = 0;
            for (; next + (2 * S.Lanes) <= whole; next += 2 * S.Lanes)
            {
                (V sum0, V sum1) = SumPair(gradient.Gradient + next, offsets, count);
                local.Apply(table + origin + next, origin + next, sum0);
                local.Apply(table + origin + next + S.Lanes, origin + next + S.Lanes, sum1);
            }

            for (; next < gradient.Columns; next += S.Lanes)
            {
                local.Apply(table + origin + next, origin + next, Sum(gradient, next, offsets, count));
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (V First, V Second) SumPair(float* vectors, int* offsets, int count)
    {
        float* vector = vectors + offsets[0];
        V sum0 = S.Load(vector), sum1 = S.Load(vector + S.Lanes);
        for (int i = 1; i < count; i++)
        {
            vector = vectors + offsets[i];
            sum0 = S.Add(sum0, S.Load(vector));
            sum1 = S.Add(sum1, S.Load(vector + S.Lanes));
        }

        return (sum0, sum1);
    }

    // Sums the vector of columns that begins at a column. Lanes beyond the last column are 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static V Sum(in TableGradient gradient, int column, int* offsets, int count)
    {
        float* vectors = gradient.Gradient + column;
        int width = gradient.Columns - column;
        if (width >= S.Lanes)
        {
            V sum = S.Load(vectors + offsets[0]);
            for (int i = 1; i < count; i++)
            {
                sum = S.Add(sum, S.Load(vectors + offsets[i]));
            }

            return sum;
        }

        float* partial = stackalloc float[AlignedBuffer.LineLength];
        new Span<float>(partial, AlignedBuffer.LineLength).Clear();
        new ReadOnlySpan<float>(vectors + offsets[0], width).CopyTo(new Span<float>(partial, width));
        for (int i = 1; i < count; i++)
        {
            float* vector = vectors + offsets[i];
            for (int lane = 0; lane < width; lane++)
            {
                partial[lane] += vector[lane];
            }
        }

        return S.Load(partial);
    }

    private static bool IsZero(in TableGradient gradient, int* offsets, int count)
    {
        uint all = S.EqualLanes(S.Broadcast(0), S.Broadcast(0));
        for (int column = 0; column < gradient.Columns; column += S.Lanes)
        {
            if (S.EqualLanes(Sum(gradient, column, offsets, count), S.Broadcast(0)) != all)
            {
                return false;
            }
        }

        return true;
    }
}
