using System.Collections.Immutable;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The layout of a convolution's weights. The tensor has the shape [filters, channels, height, width], or [filters, channels, width]. It is
/// stored as the weights of a product, whose inputs are the values of a patch in the order of a picture: [height, width, channels].
/// </summary>
/// <remarks>
/// Filters of groups that are no whole vectors are read with those of the next group, so one line is left after the last panel.
/// </remarks>
/// <param name="shape">The shape of the tensor.</param>
internal sealed unsafe class ConvolutionLayout(ImmutableArray<int> shape)
    : PanelLayout(InputsOf(shape), shape[0], extraLength: AlignedBuffer.LineLength)
{
    private readonly int _channels = shape[1];
    private readonly int _positions = InputsOf(shape) / shape[1];

    public override void Import(ReadOnlySpan<float> values, float* buffer)
    {
        float[] ordered = new float[values.Length];
        for (int filter = 0; filter < Units; filter++)
        {
            Transpose(values.Slice(filter * Inputs, Inputs), _channels, _positions, ordered.AsSpan(filter * Inputs, Inputs));
        }

        base.Import(ordered, buffer);
    }

    public override void Export(float* buffer, Span<float> values)
    {
        float[] ordered = new float[values.Length];
        base.Export(buffer, ordered);
        for (int filter = 0; filter < Units; filter++)
        {
            Transpose(ordered.AsSpan(filter * Inputs, Inputs), _positions, _channels, values.Slice(filter * Inputs, Inputs));
        }
    }

    private static int InputsOf(ImmutableArray<int> shape) => shape.Skip(1).Aggregate(1, (size, dimension) => size * dimension);

    private static void Transpose(ReadOnlySpan<float> source, int rows, int columns, Span<float> result)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                result[(column * rows) + row] = source[(row * columns) + column];
            }
        }
    }
}
