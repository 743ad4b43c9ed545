using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// A range of a parameter's values, the unit of work for threads. The ranges, and so sums over them, do not depend on the number of
/// threads.
/// </summary>
/// <param name="Parameter">The parameter's index.</param>
/// <param name="First">The start of the range, in floats.</param>
/// <param name="End">The end of the range (exclusive), in floats: a multiple of a cache line.</param>
internal readonly record struct ParameterChunk(int Parameter, int First, int End)
{
    private const int Length = 512 * AlignedBuffer.LineLength;

    /// <summary>The number of floats in the range.</summary>
    public int Count => End - First;

    /// <summary>Divides all parameters that satisfy a condition into chunks. Chunks of a lookup table have whole rows.</summary>
    public static ParameterChunk[] CreateAll(CpuParameters parameters, Func<ParameterSpec, bool> condition)
    {
        List<ParameterChunk> chunks = [];
        for (int i = 0; i < parameters.Spec.Parameters.Length; i++)
        {
            if (condition(parameters.Spec.Parameters[i]))
            {
                int length = parameters[i].Length;
                int step = parameters[i].Layout is TableLayout table ? Math.Max(1, Length / table.Stride) * table.Stride : Length;
                for (int first = 0; first < length; first += step)
                {
                    chunks.Add(new(i, first, Math.Min(first + step, length)));
                }
            }
        }

        return [.. chunks];
    }

    /// <summary>The address of the chunk in weights, gradients or states of the same network.</summary>
    public unsafe float* PointerIn(CpuParameters parameters) => parameters[Parameter].Pointer + First;
}
