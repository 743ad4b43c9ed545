using MLNetDeep.Neural.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Numbers in the shape of a dense layer's parameters: its weights and biases, their gradients, or an optimizer's state. Weights are kept
/// as [inputs, units], each input's row padded to whole lines: the products then read rows as they are, and a lit input is one row. The
/// padding is 0 in weights and gradients.
/// </summary>
internal unsafe class DenseParameters
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

    /// <summary>The floats at <see cref="Kernel"/>, padding included.</summary>
    public int KernelLength => _kernel.Length;

    public float* Kernel => _kernel.Pointer;

    public float* Bias => _bias.Pointer;

    /// <summary>Takes a tensor; weights in the layout [units, inputs].</summary>
    public virtual void Import(ParameterRole role, ReadOnlySpan<float> values)
    {
        if (role == ParameterRole.Bias)
        {
            values.CopyTo(_bias.Span);
            return;
        }

        fixed (float* source = values)
        {
            Transposition.Run(source, Inputs, Inputs, Kernel, Stride, 0, Units);
        }
    }

    /// <summary>A copy of a tensor; weights in the layout [units, inputs].</summary>
    public virtual float[] Export(ParameterRole role)
    {
        if (role == ParameterRole.Bias)
        {
            return _bias.Span[..Units].ToArray();
        }

        float[] values = new float[Units * Inputs];
        fixed (float* result = values)
        {
            Transposition.Run(Kernel, Stride, Units, result, Inputs, 0, Inputs);
        }

        return values;
    }

    /// <summary>Sets everything, padding included.</summary>
    public void Fill(float value)
    {
        _kernel.Span.Fill(value);
        _bias.Span.Fill(value);
    }
}
