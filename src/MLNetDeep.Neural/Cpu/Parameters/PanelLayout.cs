using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The layout of a product's weights. The tensor has shape [units, inputs]. It is stored transposed, as [inputs, units], with rows padded
/// to whole cache lines and divided into panels (see <see cref="Panel"/>). Each input corresponds to one contiguous row of each panel.
/// </summary>
internal unsafe class PanelLayout : ParameterLayout
{
    /// <summary>Creates a layout.</summary>
    /// <param name="inputs">The number of inputs of the product.</param>
    /// <param name="units">The number of outputs of the product.</param>
    /// <param name="extraLength">The number of floats after the panels, which kernels may read; a multiple of a cache line.</param>
    public PanelLayout(int inputs, int units, int extraLength = 0)
    {
        Inputs = inputs;
        Units = units;
        Stride = AlignedBuffer.Pad(units);
        Length = checked((inputs * Stride) + extraLength);
    }

    /// <summary>The number of inputs of the product.</summary>
    public int Inputs { get; }

    /// <summary>The number of outputs of the product.</summary>
    public int Units { get; }

    /// <summary>The number of units, with padding.</summary>
    public int Stride { get; }

    public override int Length { get; }

    public override void Import(ReadOnlySpan<float> values, float* buffer)
    {
        fixed (float* source = values)
        {
            for (int unit = 0; unit < Units; unit += Panel.Width)
            {
                float* panel = buffer + Panel.Origin(unit, Inputs) + unit;
                Transposition.Run(
                    source + ((nint)unit * Inputs), Inputs, Inputs, panel, Panel.Stride(unit, Stride), 0, Math.Min(Panel.Width, Units - unit));
            }
        }
    }

    public override void Export(float* buffer, Span<float> values)
    {
        fixed (float* result = values)
        {
            for (int unit = 0; unit < Units; unit += Panel.Width)
            {
                float* panel = buffer + Panel.Origin(unit, Inputs) + unit;
                Transposition.Run(
                    panel, Panel.Stride(unit, Stride), Math.Min(Panel.Width, Units - unit), result + ((nint)unit * Inputs), Inputs, 0, Inputs);
            }
        }
    }
}
