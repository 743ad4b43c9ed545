using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The layout of a recurrent layer's parameters. The tensor has the shape [gates · units, inputs], or [gates · units] of a bias, whose
/// number of inputs is 1. It is stored transposed, in panels, as <see cref="PanelLayout"/> does, with the columns in another order: a cache
/// line of units of the first gate, the same units of the second gate and so on, then the next line of units. So a kernel finds all gates of
/// a unit close together, and each gate begins at a cache line.
/// </summary>
/// <param name="inputs">The number of inputs; 1 for a bias.</param>
/// <param name="units">The number of units of a gate.</param>
/// <param name="gates">The number of gates.</param>
internal sealed unsafe class GateLayout(int inputs, int units, int gates) : PanelLayout(inputs, checked(AlignedBuffer.Pad(units) * gates))
{
    public override void Import(ReadOnlySpan<float> values, float* buffer)
    {
        fixed (float* source = values)
        {
            for (int gate = 0; gate < gates; gate++)
            {
                for (int unit = 0; unit < units; unit += AlignedBuffer.LineLength)
                {
                    float* line = Line(buffer, gate, unit, out int stride);
                    float* rows = source + (((nint)(gate * units) + unit) * Inputs);
                    Transposition.Run(rows, Inputs, Inputs, line, stride, 0, Math.Min(AlignedBuffer.LineLength, units - unit));
                }
            }
        }
    }

    public override void Export(float* buffer, Span<float> values)
    {
        fixed (float* result = values)
        {
            for (int gate = 0; gate < gates; gate++)
            {
                for (int unit = 0; unit < units; unit += AlignedBuffer.LineLength)
                {
                    float* line = Line(buffer, gate, unit, out int stride);
                    float* rows = result + (((nint)(gate * units) + unit) * Inputs);
                    Transposition.Run(line, stride, Math.Min(AlignedBuffer.LineLength, units - unit), rows, Inputs, 0, Inputs);
                }
            }
        }
    }

    // The first row of the line of units that begins at a unit.
    private float* Line(float* buffer, int gate, int unit, out int stride)
    {
        int column = (unit * gates) + (gate * AlignedBuffer.LineLength);
        stride = Panel.Stride(column, Stride);
        return buffer + Panel.Origin(column, Inputs) + column;
    }
}
