using System.Collections.Immutable;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The values of a batch at one place of a network: one row per example, each padded to whole lines. Padding has no meaning. Within a row,
/// values lie in the order of <see cref="Shape"/> (see <see cref="LayerSpec"/>).
/// </summary>
/// <param name="shape">The shape of one row.</param>
internal unsafe class Activations(ImmutableArray<int> shape)
{
    private AlignedBuffer? _buffer;

    /// <summary>The shape of one row.</summary>
    public ImmutableArray<int> Shape { get; } = shape;

    /// <summary>The values of a row, without padding.</summary>
    public int Columns { get; } = shape.Aggregate(1, (size, dimension) => size * dimension);

    /// <summary>The distance from one row to the next, in floats.</summary>
    public int Stride { get; protected set; } = AlignedBuffer.Pad(shape.Aggregate(1, (size, dimension) => size * dimension));

    /// <summary>The first row; valid until more rows are asked for.</summary>
    public float* Pointer { get; protected set; }

    /// <summary>Makes room for a number of rows. New room is all 0.</summary>
    public virtual void EnsureRows(int rows)
    {
        if (_buffer is null || _buffer.Length < (long)rows * AlignedBuffer.Pad(Columns))
        {
            _buffer = new AlignedBuffer((long)rows * AlignedBuffer.Pad(Columns));
        }

        Stride = AlignedBuffer.Pad(Columns);
        Pointer = _buffer.Pointer;
    }

    /// <summary>The values of a row.</summary>
    public ReadOnlySpan<float> Row(int row) => new(Pointer + ((long)row * Stride), Columns);
}
