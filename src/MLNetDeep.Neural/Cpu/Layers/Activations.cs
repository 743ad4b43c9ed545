using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>The values of a batch at one place of a network: rows of whole lines, the padding at their ends being of no meaning.</summary>
internal unsafe class Activations
{
    private AlignedBuffer? _buffer;

    public Activations(int columns)
    {
        Columns = columns;
        Stride = AlignedBuffer.Pad(columns);
    }

    /// <summary>The values in a row, without padding.</summary>
    public int Columns { get; }

    /// <summary>From one row to the next, in floats.</summary>
    public int Stride { get; protected set; }

    /// <summary>The first row; valid until more rows are asked for.</summary>
    public float* Pointer { get; protected set; }

    /// <summary>Makes room for this many rows, all 0 where it has to be made.</summary>
    public virtual void EnsureRows(int rows)
    {
        if (_buffer is null || _buffer.Length < (long)rows * AlignedBuffer.Pad(Columns))
        {
            _buffer = new AlignedBuffer((long)rows * AlignedBuffer.Pad(Columns));
        }

        Stride = AlignedBuffer.Pad(Columns);
        Pointer = _buffer.Pointer;
    }

    public ReadOnlySpan<float> Row(int row) => new(Pointer + ((long)row * Stride), Columns);
}
