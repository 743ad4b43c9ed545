namespace MLNetDeep.Neural.Kernels;

/// <summary>
/// Floats at a fixed address that is a multiple of 64 bytes, all 0 at first. Managed memory: it is freed when nothing refers to this
/// object, so whoever uses <see cref="Pointer"/> keeps the object alive meanwhile.
/// </summary>
internal sealed unsafe class AlignedBuffer
{
    /// <summary>Rows in buffers are padded to a multiple of this many floats: a cache line, and the widest vector.</summary>
    public const int LineLength = 16;

    private const int LineBytes = LineLength * sizeof(float);

    private readonly float[] _memory;

    public AlignedBuffer(long length)
    {
        if (length > Array.MaxLength - LineLength)
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, $"A buffer of {length} floats is more than an array can hold.");
        }

        Length = (int)length;
        _memory = GC.AllocateArray<float>(Length + LineLength, pinned: true);
        fixed (float* start = _memory)
        {
            // The array is pinned for good, so that the address outlives this block.
            Pointer = (float*)(((nuint)start + LineBytes - 1) & ~(nuint)(LineBytes - 1));
        }
    }

    public int Length { get; }

    public float* Pointer { get; }

    public Span<float> Span => new(Pointer, Length);

    /// <summary>The length of a row once padded to whole lines.</summary>
    public static int Pad(int length) => checked(length + LineLength - 1) / LineLength * LineLength;
}
