using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>A part of a parameter. Parts do not depend on the number of threads, so sums over them do not either.</summary>
/// <param name="Parameter">The parameter's index.</param>
/// <param name="First">Where the part begins, in floats.</param>
/// <param name="End">Where it ends: whole lines.</param>
internal readonly record struct ParameterChunk(int Parameter, int First, int End)
{
    private const int Length = 512 * AlignedBuffer.LineLength;

    /// <summary>The number of floats.</summary>
    public int Count => End - First;

    /// <summary>All parts of the parameters that a condition holds for.</summary>
    public static ParameterChunk[] CreateAll(CpuParameters parameters, Func<ParameterSpec, bool> condition)
    {
        List<ParameterChunk> chunks = [];
        for (int i = 0; i < parameters.Spec.Parameters.Length; i++)
        {
            if (condition(parameters.Spec.Parameters[i]))
            {
                int length = parameters[i].Length;
                for (int first = 0; first < length; first += Length)
                {
                    chunks.Add(new(i, first, Math.Min(first + Length, length)));
                }
            }
        }

        return [.. chunks];
    }

    /// <summary>The first float of the part, in values of the same network's parameters.</summary>
    public unsafe float* PointerIn(CpuParameters parameters) => parameters[Parameter].Pointer + First;
}
