using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>A piece of a layer's weights or biases: pieces do not depend on the number of threads, so that sums over them do not either.</summary>
/// <param name="Position">The layer.</param>
/// <param name="IsKernel">Weights, otherwise biases.</param>
/// <param name="First">Where it begins, in floats.</param>
/// <param name="End">Where it ends: whole lines.</param>
internal readonly record struct ParameterChunk(int Position, bool IsKernel, int First, int End)
{
    private const int Length = 512 * AlignedBuffer.LineLength;

    /// <summary>The number of floats.</summary>
    public int Count => End - First;

    /// <summary>All pieces of a network, or of the kernels of some layers.</summary>
    public static ParameterChunk[] Of(CpuParameters model, Func<LayerSpec, bool>? kernelsOf = null)
    {
        List<ParameterChunk> chunks = [];
        foreach (int position in model.Spec.Parameters.Select(parameter => parameter.Position).Distinct())
        {
            if (kernelsOf is null || kernelsOf(model.Spec.Layers[position]))
            {
                DenseParameters parameters = model[position];
                for (int first = 0; first < parameters.KernelLength; first += Length)
                {
                    chunks.Add(new(position, true, first, Math.Min(first + Length, parameters.KernelLength)));
                }

                if (kernelsOf is null)
                {
                    chunks.Add(new(position, false, 0, parameters.Stride));
                }
            }
        }

        return [.. chunks];
    }

    /// <summary>The first float of the layer's weights or biases, in a model of the same network.</summary>
    public unsafe float* BaseIn(CpuParameters model) => IsKernel ? model[Position].Kernel : model[Position].Bias;
}
