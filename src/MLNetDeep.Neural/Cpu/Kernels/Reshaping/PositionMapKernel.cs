using System.Runtime.CompilerServices;

namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>Computes each position of a row as a weighted sum of positions of another row.</summary>
/// <remarks>
/// A position has at least as many values as a vector has lanes. If their number is no multiple of the lanes, the last vector overlaps the one
/// before.
/// </remarks>
internal static unsafe class PositionMapKernel<S, V>
    where S : struct, ISimd<V>
    where V : unmanaged
{
    /// <summary>Computes a row: output[i] ← the sum of weight × input[source] over the terms of i, in order; 0 without terms.</summary>
    /// <param name="map">The terms of each position.</param>
    /// <param name="input">The row that is read.</param>
    /// <param name="output">The row that is written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(PositionMap map, float* input, float* output)
    {
        int size = map.Size;
        int[] starts = map.Starts, sources = map.Sources;
        float[] weights = map.Weights;
        for (int position = 0; position < starts.Length - 1; position++, output += size)
        {
            int first = starts[position], end = starts[position + 1];
            for (int c = 0; c < size; c += S.Lanes)
            {
                int index = Math.Min(c, size - S.Lanes);
                V sum = S.Broadcast(0);
                for (int i = first; i < end; i++)
                {
                    sum = S.MultiplyAdd(S.Load(input + ((nint)sources[i] * size) + index), S.Broadcast(weights[i]), sum);
                }

                S.Store(sum, output + index);
            }
        }
    }
}
