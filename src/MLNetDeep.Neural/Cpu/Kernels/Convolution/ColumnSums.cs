using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Sums the rows of a matrix whose rows are not padded.</summary>
internal static unsafe class ColumnSums<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>result[j] ← result[j] + Σᵢ source[i, j].</summary>
    /// <remarks>Every fourth row goes into the same sum, and the four sums are added at the end.</remarks>
    /// <param name="source">Rows of <paramref name="columns"/> floats.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="result">The sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* source, int rows, int columns, float* result)
    {
        int column = 0;
        for (; column + S.Lanes <= columns; column += S.Lanes)
        {
            float* value = source + column;
            V sum0 = S.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            int row = 0;
            for (; row + 4 <= rows; row += 4, value += 4 * (nint)columns)
            {
                sum0 = S.Add(sum0, S.Load(value));
                sum1 = S.Add(sum1, S.Load(value + columns));
                sum2 = S.Add(sum2, S.Load(value + (2 * (nint)columns)));
                sum3 = S.Add(sum3, S.Load(value + (3 * (nint)columns)));
            }

            for (; row < rows; row++, value += columns)
            {
                sum0 = S.Add(sum0, S.Load(value));
            }

            S.Store(S.Add(S.Load(result + column), S.Add(S.Add(sum0, sum1), S.Add(sum2, sum3))), result + column);
        }

        if (column < columns)
        {
            AddLast(source + column, rows, columns, result + column, columns - column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddLast(float* value, int rows, int columns, float* result, int count)
    {
        V sum0 = S.Broadcast(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
        int row = 0;
        for (; row + 4 <= rows; row += 4, value += 4 * (nint)columns)
        {
            sum0 = S.Add(sum0, S.LoadPartial(value, count));
            sum1 = S.Add(sum1, S.LoadPartial(value + columns, count));
            sum2 = S.Add(sum2, S.LoadPartial(value + (2 * (nint)columns), count));
            sum3 = S.Add(sum3, S.LoadPartial(value + (3 * (nint)columns), count));
        }

        for (; row < rows; row++, value += columns)
        {
            sum0 = S.Add(sum0, S.LoadPartial(value, count));
        }

        S.StorePartial(S.Add(S.LoadPartial(result, count), S.Add(S.Add(sum0, sum1), S.Add(sum2, sum3))), result, count);
    }
}
