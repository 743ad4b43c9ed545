namespace MLNetDeep.Neural.Cpu.Kernels;

/// <summary>
/// Floats at a fixed address that is a multiple of 64 bytes, all 0 at first; a page or more of them have whole pages of their own, since
/// processors fetch ahead to the end of a page, which another thread may be writing to. Managed memory: it is freed when nothing refers to
/// this object, so whoever uses <see cref="Pointer"/> keeps the object alive meanwhile.
/// </summary>
internal sealed unsafe class AlignedBuffer
{
    /// <summary>Rows in buffers are padded to a multiple of this many floats: a cache line, and the widest vector.</summary>
    public const int LineLength = 16;

    /// <summary>The floats in a page of memory: 4,096 bytes.</summary>
    public const int PageLength = 1024;

    private readonly float[] _memory;
    private readonly int _first;

    public AlignedBuffer(long length)
    {
        if (length > Array.MaxLength - (2 * PageLength))
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, $"A buffer of {length} floats is more than an array can hold.");
        }

        Length = (int)length;
        int alignment = Length < PageLength ? LineLength : PageLength;
        _memory = GC.AllocateArray<float>(checked(((Length + alignment - 1) / alignment * alignment) + alignment), pinned: true);
        fixed (float* start = _memory)
        {
            // The array is pinned for good, so that the address outlives this block.
            nuint mask = ((nuint)alignment * sizeof(float)) - 1;
            Pointer = (float*)(((nuint)start + mask) & ~mask);
            _first = (int)(Pointer - start);
        }
    }

    public int Length { get; }

    public float* Pointer { get; }

    public Memory<float> Memory => _memory.AsMemory(_first, Length);

    public Span<float> Span => new(Pointer, Length);

    /// <summary>The length of a row once padded to whole lines.</summary>
    public static int Pad(int length) => checked(length + LineLength - 1) / LineLength * LineLength;
}
