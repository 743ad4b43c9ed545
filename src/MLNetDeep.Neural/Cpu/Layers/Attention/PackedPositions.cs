using MLNetDeep.Neural.Cpu.Kernels;

namespace MLNetDeep.Neural.Cpu;

/// <summary>
/// The positions of a batch of sequences, each padded to whole cache lines, as products read and write them. If the number of features is a
/// multiple of a cache line, the activations already have that form and are used in place; otherwise they are copied.
/// </summary>
/// <param name="time">The number of positions in a row.</param>
/// <param name="features">The number of values of a position.</param>
internal sealed unsafe class PackedPositions(int time, int features)
{
    private AlignedBuffer? _packed;

    /// <summary>The distance between two positions, in floats. All rows of a batch lie one after another.</summary>
    public int Stride { get; } = AlignedBuffer.Pad(features);

    private bool IsCopied => Stride != features;

    /// <summary>Allocates memory for this many rows.</summary>
    public void EnsureRows(int rows)
    {
        long length = (long)rows * time * Stride;
        if (IsCopied && (_packed is null || _packed.Length < length))
        {
            _packed = new AlignedBuffer(length);
        }
    }

    /// <summary>Returns the positions of a row, after copying them if necessary.</summary>
    public float* Pack(Activations activations, int row)
    {
        float* target = Target(activations, row);
        for (int position = 0; position < time && IsCopied; position++)
        {
            activations.Row(row).Slice(position * features, features).CopyTo(new Span<float>(target + ((nint)position * Stride), features));
        }

        return target;
    }

    /// <summary>Returns where the positions of a row are to be written. <see cref="Unpack"/> must follow.</summary>
    public float* Target(Activations activations, int row) => IsCopied
        ? _packed!.Pointer + ((nint)row * time * Stride)
        : activations.Pointer + ((nint)row * activations.Stride);

    /// <summary>Copies the positions of a row to the activations, if they were written elsewhere.</summary>
    public void Unpack(Activations activations, int row)
    {
        float* source = Target(activations, row);
        for (int position = 0; position < time && IsCopied; position++)
        {
            float* target = activations.Pointer + ((nint)row * activations.Stride) + ((nint)position * features);
            new ReadOnlySpan<float>(source + ((nint)position * Stride), features).CopyTo(new Span<float>(target, features));
        }
    }

    /// <summary>The positions of all rows, after <see cref="Pack"/> was called for each of them.</summary>
    public float* All(Activations activations) => IsCopied ? _packed!.Pointer : activations.Pointer;
}
