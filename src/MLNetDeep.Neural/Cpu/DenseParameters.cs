using MLNetDeep.Neural.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Numbers in the shape of a dense layer's parameters: its weights and biases, their gradients, or an optimizer's state. Weights are kept
/// as [inputs, units], each input's row padded to whole lines: the products then read rows as they are, and a lit input is one row.
/// </summary>
internal sealed unsafe class DenseParameters
{
    private readonly AlignedBuffer _kernel;
    private readonly AlignedBuffer _bias;

    public DenseParameters(int inputs, int units)
    {
        Inputs = inputs;
        Units = units;
        Stride = AlignedBuffer.Pad(units);
        _kernel = new AlignedBuffer((long)inputs * Stride);
        _bias = new AlignedBuffer(Stride);
    }

    public int Inputs { get; }

    public int Units { get; }

    /// <summary>From one input's row to the next, in floats.</summary>
    public int Stride { get; }

    public float* Kernel => _kernel.Pointer;

    public float* Bias => _bias.Pointer;

    /// <summary>Takes weights in the layout [units, inputs].</summary>
    public void ImportKernel(ReadOnlySpan<float> values)
    {
        fixed (float* source = values)
        {
            Transposition.Run(source, Inputs, Inputs, Kernel, Stride, 0, Units);
        }
    }

    public void ImportBias(ReadOnlySpan<float> values) => values.CopyTo(_bias.Span);

    /// <summary>The weights in the layout [units, inputs].</summary>
    public float[] ExportKernel()
    {
        float[] values = new float[Units * Inputs];
        fixed (float* result = values)
        {
            Transposition.Run(Kernel, Stride, Units, result, Inputs, 0, Inputs);
        }

        return values;
    }

    public float[] ExportBias() => _bias.Span[..Units].ToArray();
}
