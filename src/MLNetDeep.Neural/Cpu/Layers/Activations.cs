using System.Collections.Immutable;
using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The values of a batch at one point in the network. There is one row per example, padded to whole cache lines. The padding may hold any
/// values. Within a row, values are in the order of <see cref="Shape"/> (see <see cref="LayerSpec"/>).
/// </summary>
/// <param name="shape">The shape of one row.</param>
internal unsafe class Activations(ImmutableArray<int> shape)
{
    private AlignedBuffer? _buffer;

    /// <summary>The shape of one row.</summary>
    public ImmutableArray<int> Shape { get; } = shape;

    /// <summary>The number of values in a row, without padding.</summary>
    public int Columns { get; } = shape.Aggregate(1, (size, dimension) => size * dimension);

    /// <summary>The row stride, in floats.</summary>
    public int Stride { get; protected set; } = AlignedBuffer.Pad(shape.Aggregate(1, (size, dimension) => size * dimension));

    /// <summary>The address of the first row; valid until <see cref="EnsureRows"/> is called.</summary>
    public float* Pointer { get; protected set; }

    /// <summary>Allocates memory for this many rows if necessary. New memory is 0.</summary>
    public virtual void EnsureRows(int rows)
    {
        // One more line: kernels that read a whole vector at a position with few channels may read beyond the last row.
        long length = ((long)rows * AlignedBuffer.Pad(Columns)) + AlignedBuffer.LineLength;
        if (_buffer is null || _buffer.Length < length)
        {
            _buffer = new AlignedBuffer(length);
        }

        Stride = AlignedBuffer.Pad(Columns);
        Pointer = _buffer.Pointer;
    }

    /// <summary>The values of a row, without padding.</summary>
    public ReadOnlySpan<float> Row(int row) => new(Pointer + ((long)row * Stride), Columns);
}
