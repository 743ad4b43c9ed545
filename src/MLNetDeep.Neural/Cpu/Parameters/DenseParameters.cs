using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// Numbers in the shape of a dense layer's parameters: its weights and biases, their gradients, or an optimizer's state. Weights are kept
/// as [inputs, units], each input's row padded to whole lines, in panels (<see cref="Panel"/>): the products then read rows as they are, and
/// a lit input is one row of each panel. The padding is 0 in weights and gradients.
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

    /// <summary>The weights of <paramref name="other"/>, not a copy, with biases of its own.</summary>
    public DenseParameters(DenseParameters other)
    {
        Inputs = other.Inputs;
        Units = other.Units;
        Stride = other.Stride;
        _kernel = other._kernel;
        _bias = new AlignedBuffer(Stride);
    }

    public int Inputs { get; }

    public int Units { get; }

    /// <summary>The units with padding.</summary>
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
            for (int unit = 0; unit < Units; unit += Panel.Width)
            {
                float* panel = Kernel + Panel.Origin(unit, Inputs) + unit;
                Transposition.Run(
                    source + ((nint)unit * Inputs), Inputs, Inputs, panel, Panel.Stride(unit, Stride), 0, Math.Min(Panel.Width, Units - unit));
            }
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
            for (int unit = 0; unit < Units; unit += Panel.Width)
            {
                float* panel = Kernel + Panel.Origin(unit, Inputs) + unit;
                Transposition.Run(
                    panel, Panel.Stride(unit, Stride), Math.Min(Panel.Width, Units - unit), result + ((nint)unit * Inputs), Inputs, 0, Inputs);
            }
        }

        return values;
    }

    /// <summary>Takes the values of parameters of the same shape, as far as they are not these.</summary>
    public void CopyFrom(DenseParameters other)
    {
        other._bias.Span.CopyTo(_bias.Span);
        if (other._kernel != _kernel)
        {
            other._kernel.Span.CopyTo(_kernel.Span);
        }
    }

    /// <summary>Sets everything, padding included.</summary>
    public void Fill(float value)
    {
        _kernel.Span.Fill(value);
        _bias.Span.Fill(value);
    }
}
