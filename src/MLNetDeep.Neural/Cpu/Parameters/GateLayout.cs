using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The layout of a recurrent layer's parameters. The tensor has the shape [gates · units, inputs], or [gates · units] of a bias, whose
/// number of inputs is 1. It is stored transposed, in panels, as <see cref="PanelLayout"/> does, with the columns in another order: a cache
/// line of units of the first gate, the same units of the second gate and so on, then the next line of units. So a kernel finds all gates of
/// a unit close together, and each gate begins at a cache line.
/// </summary>
internal sealed unsafe class GateLayout : ParameterLayout
{
    private readonly int _inputs;
    private readonly int _units;
    private readonly int _gates;
    private readonly int _stride;

    public GateLayout(int inputs, int units, int gates)
    {
        (_inputs, _units, _gates) = (inputs, units, gates);
        _stride = checked(AlignedBuffer.Pad(units) * gates);
        Length = checked(inputs * _stride);
    }

    public override int Length { get; }

    public override void Import(ReadOnlySpan<float> values, float* buffer)
    {
        fixed (float* source = values)
        {
            for (int gate = 0; gate < _gates; gate++)
            {
                for (int unit = 0; unit < _units; unit += AlignedBuffer.LineLength)
                {
                    float* line = Line(buffer, gate, unit, out int stride);
                    float* rows = source + (((nint)(gate * _units) + unit) * _inputs);
                    Transposition.Run(rows, _inputs, _inputs, line, stride, 0, Math.Min(AlignedBuffer.LineLength, _units - unit));
                }
            }
        }
    }

    public override void Export(float* buffer, Span<float> values)
    {
        fixed (float* result = values)
        {
            for (int gate = 0; gate < _gates; gate++)
            {
                for (int unit = 0; unit < _units; unit += AlignedBuffer.LineLength)
                {
                    float* line = Line(buffer, gate, unit, out int stride);
                    float* rows = result + (((nint)(gate * _units) + unit) * _inputs);
                    Transposition.Run(line, stride, Math.Min(AlignedBuffer.LineLength, _units - unit), rows, _inputs, 0, _inputs);
                }
            }
        }
    }

    // The first row of the line of units that begins at a unit.
    private float* Line(float* buffer, int gate, int unit, out int stride)
    {
        int column = (unit * _gates) + (gate * AlignedBuffer.LineLength);
        stride = Panel.Stride(column, _stride);
        return buffer + Panel.Origin(column, _inputs) + column;
    }
}
