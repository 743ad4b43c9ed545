using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The layout of a lookup table: rows in order, each padded to whole cache lines.</summary>
/// <param name="rows">The number of rows.</param>
/// <param name="columns">The number of values in a row.</param>
internal sealed unsafe class TableLayout(int rows, int columns) : ParameterLayout
{
    /// <summary>The row stride, in floats.</summary>
    public int Stride { get; } = AlignedBuffer.Pad(columns);

    public override int Length { get; } = checked(rows * AlignedBuffer.Pad(columns));

    public override void Import(ReadOnlySpan<float> values, float* buffer)
    {
        for (int row = 0; row < rows; row++)
        {
            values.Slice(row * columns, columns).CopyTo(new Span<float>(buffer + ((nint)row * Stride), columns));
        }
    }

    public override void Export(float* buffer, Span<float> values)
    {
        for (int row = 0; row < rows; row++)
        {
            new ReadOnlySpan<float>(buffer + ((nint)row * Stride), columns).CopyTo(values[(row * columns)..]);
        }
    }
}
