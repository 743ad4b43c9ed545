using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Repeats each value of an array, and sums values that belong to the same one. The vectors are short, whatever the processor.</summary>
internal static unsafe class RepeatedValues
{
    /// <summary>result[i · times + k] ← source[i] for each k below <paramref name="times"/>.</summary>
    /// <param name="source">The values.</param>
    /// <param name="count">The number of values.</param>
    /// <param name="times">How often each value is repeated: 2 or more.</param>
    /// <param name="result">Receives count · times values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Repeat(float* source, int count, int times, float* result)
    {
        // A vector may extend beyond the repetitions of a value; then the next value overwrites the rest.
        int written = (times + Vector128<float>.Count - 1) / Vector128<float>.Count * Vector128<float>.Count;
        float* end = result + ((nint)count * times);
        int i = 0;
        for (; result + written <= end; i++, result += times)
        {
            Vector128<float> value = Vector128.Create(source[i]);
            for (int k = 0; k < written; k += Vector128<float>.Count)
            {
                value.Store(result + k);
            }
        }

        for (; i < count; i++, result += times)
        {
            new Span<float>(result, times).Fill(source[i]);
        }
    }

    /// <summary>result[i] ← Σₖ source[i · times + k], k ascending.</summary>
    /// <param name="source">count · times values.</param>
    /// <param name="count">The number of sums.</param>
    /// <param name="times">The number of values of a sum: 2 or more.</param>
    /// <param name="result">Receives the sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(float* source, int count, int times, float* result)
    {
        for (int i = 0; i < count; i++, source += times)
        {
            float sum = source[0] + source[1];
            for (int k = 2; k < times; k++)
            {
                sum += source[k];
            }

            result[i] = sum;
        }
    }
}
